using Modelyard.Frames;

namespace Modelyard.Data.Files;

/// <summary>Reads a file on this machine by its format.</summary>
internal static class TableSource
{
    /// <summary>Reads a whole table.</summary>
    public static TableReadResult Read(string path, TableFormat format, TableReadOptions options)
    {
        switch (format)
        {
            case TableFormat.Csv or TableFormat.Tsv:
                CsvReadResult csv = CsvReader.Read(path, Csv(format, options));
                return new TableReadResult(options.Narrow(csv.Frame), format, csv.Report.Problems);
            case TableFormat.Parquet:
                ParquetReadResult parquet = ParquetReader.Read(path, Parquet(options));
                return new TableReadResult(parquet.Frame, format, parquet.Notes);
            default:
                JsonReadOptions how = Json(format, options);
                JsonReadResult json = format == TableFormat.Bson ? BsonReader.Read(path, how) : format == TableFormat.ExtendedJson ? ExtendedJsonReader.Read(path, how) : JsonReader.Read(path, how);
                return new TableReadResult(options.Narrow(json.Frame), format, json.Notes);
        }
    }

    /// <summary>Opens a table that is read chunk by chunk.</summary>
    public static IFrameChunks ReadChunks(string path, TableFormat format, TableReadOptions options, int chunkRows) => format switch
    {
        TableFormat.Csv or TableFormat.Tsv => Narrow(CsvReader.ReadChunks(path, Csv(format, options), chunkRows), options),
        TableFormat.Parquet => ParquetReader.ReadChunks(path, Parquet(options), chunkRows),
        TableFormat.Bson => Narrow(BsonReader.ReadChunks(path, Json(format, options), chunkRows), options),
        TableFormat.ExtendedJson => Narrow(ExtendedJsonReader.ReadChunks(path, Json(format, options), chunkRows), options),
        _ => Narrow(JsonReader.ReadChunks(path, Json(format, options), chunkRows), options),
    };

    private static IFrameChunks Narrow(IFrameChunks chunks, TableReadOptions options) =>
        options.Columns is null && options.Conditions.Count == 0 ? chunks : new NarrowedChunks(chunks, options);

    private static CsvReadOptions Csv(TableFormat format, TableReadOptions options) => options.Csv with
    {
        Columns = options.Needed ?? options.Csv.Columns,
        Delimiter = format == TableFormat.Tsv ? '\t' : options.Csv.Delimiter,
        Kinds = options.Kinds.Count > 0 ? options.Kinds : options.Csv.Kinds,
    };

    private static JsonReadOptions Json(TableFormat format, TableReadOptions options) => options.Json with
    {
        Columns = options.Needed ?? options.Json.Columns,
        Layout = format == TableFormat.Ndjson ? JsonLayout.Lines : options.Json.Layout,
        Kinds = options.Kinds.Count > 0 ? options.Kinds : options.Json.Kinds,
    };

    private static ParquetReadOptions Parquet(TableReadOptions options) => options.Parquet with
    {
        Columns = options.Columns ?? options.Parquet.Columns,
        Conditions = options.Conditions.Count > 0 ? options.Conditions : options.Parquet.Conditions,
        Kinds = options.Kinds.Count > 0 ? options.Kinds : options.Parquet.Kinds,
    };
}
