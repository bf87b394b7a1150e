using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Reads the tables that commands are given.</summary>
internal static class TableFile
{
    /// <summary>Says how a table is read of which is known what a missing cell looks like; null for the usual texts.</summary>
    internal static CsvReadOptions Reading(IReadOnlyList<string>? missingTokens) => new() { MissingTokens = missingTokens ?? CsvReadOptions.DefaultMissingTokens };

    /// <summary>Reads the columns of a table that a model reads, as what they were in training.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell; null for the usual ones.</param>
    /// <param name="allowNoRows">Whether a header alone is a table, of no rows.</param>
    /// <param name="texts">Other columns whose cells are the texts that they are, such as identifiers; null for none.</param>
    internal static Frame Read(string path, FeatureSchema inputs, IReadOnlyList<string>? missingTokens, bool allowNoRows = false, IReadOnlyList<string>? texts = null) =>
        new InputTableReader(inputs, missingTokens, new CsvReadOptions { AllowNoRows = allowNoRows, Kinds = (texts ?? []).ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal) }).Read(path);
}
