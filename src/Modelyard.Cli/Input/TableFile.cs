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
        Reader(inputs, missingTokens, allowNoRows, texts).Read(path);

    /// <summary>Reads the columns of a table that a model reads, with or without rows, and its times as they are written.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell; null for the usual ones.</param>
    /// <param name="texts">Other columns whose cells are the texts that they are, such as identifiers; null for none.</param>
    /// <param name="times">Receives the columns of times as the texts that their cells are.</param>
    internal static Frame Read(string path, FeatureSchema inputs, IReadOnlyList<string>? missingTokens, IReadOnlyList<string>? texts, out IReadOnlyList<Column> times) =>
        Reader(inputs, missingTokens, allowNoRows: true, texts).Read(path, out times);

    private static InputTableReader Reader(FeatureSchema inputs, IReadOnlyList<string>? missingTokens, bool allowNoRows, IReadOnlyList<string>? texts) =>
        new(inputs, missingTokens, new CsvReadOptions { AllowNoRows = allowNoRows, Kinds = (texts ?? []).ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal) });
}
