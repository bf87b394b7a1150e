namespace Modelyard.Data.Files;

/// <summary>Represents what the name of a file tells: its format, and whether it is compressed.</summary>
/// <param name="Format">The format.</param>
/// <param name="IsGzip">True if the file is compressed with gzip.</param>
internal readonly record struct TableName(TableFormat Format, bool IsGzip)
{
    private static readonly (string Ending, TableFormat Format)[] Endings =
    [
        (".csv", TableFormat.Csv), (".tsv", TableFormat.Tsv), (".tab", TableFormat.Tsv), (".json", TableFormat.Json), (".ndjson", TableFormat.Ndjson),
        (".jsonl", TableFormat.Ndjson), (".parquet", TableFormat.Parquet), (".pq", TableFormat.Parquet), (".bson", TableFormat.Bson),
    ];

    /// <summary>Reads a name.</summary>
    /// <param name="path">The path or address.</param>
    /// <param name="format">The format if it is given; null to find it by the ending.</param>
    /// <exception cref="ModelyardException">The ending tells no format, or one that is not read.</exception>
    public static TableName Of(string path, TableFormat? format)
    {
        bool isGzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        if (path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".bz2", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".xz", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelyardException($"{path}: Files ending with '{System.IO.Path.GetExtension(path)}' are not read or written. Pack it with gzip (.gz), or unpack it.");
        }

        if (format is TableFormat given)
        {
            return new TableName(given, isGzip);
        }

        return Find(path) is { } found ? found
            : Directory.Exists(path) ? throw new ModelyardException($"{path}: This is a folder. Give the path of a file.")
            : throw new ModelyardException($"{path}: The ending of the name tells no format. Those that do are {string.Join(", ", Endings.Select(known => known.Ending))}, each of them also with '.gz'. Otherwise say the format.");
    }

    /// <summary>Reads a name that may tell no format.</summary>
    /// <param name="path">The path or address.</param>
    public static TableName? Find(string path)
    {
        bool isGzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string name = isGzip ? path[..^3] : path;
        int place = Array.FindIndex(Endings, known => name.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? null : new TableName(Endings[place].Format, isGzip);
    }
}
