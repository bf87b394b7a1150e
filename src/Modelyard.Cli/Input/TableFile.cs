using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Cli;

/// <summary>Reads the tables that commands are given.</summary>
internal static class TableFile
{
    /// <summary>Reads a table and infers what its columns hold.</summary>
    internal static Frame Read(string path) => CsvReader.Read(path).Frame;

    /// <summary>Reads the columns of a table that a model reads, as what they were in training.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="allowNoRows">Whether a header alone is a table, of no rows.</param>
    internal static Frame Read(string path, FeatureSchema inputs, bool allowNoRows = false)
    {
        Dictionary<string, ColumnKind> kinds = inputs
            .Where(input => input.IsCategorical || input.Kind == FeatureKind.Text)
            .ToDictionary(input => input.Name, input => input.IsCategorical ? ColumnKind.Category : ColumnKind.Text, StringComparer.Ordinal);
        return CsvReader.Read(path, new CsvReadOptions { Kinds = kinds, AllowNoRows = allowNoRows }).Frame;
    }
}
