using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Reads the tables that a <see cref="PredictionTableWriter"/> takes: the inputs as they were in training, identifiers as the texts that they are. Immutable.</summary>
public sealed class PredictionTableReader
{
    private readonly InputTableReader _csv;
    private readonly TableReadOptions _options;

    /// <summary>Initializes a reader.</summary>
    /// <param name="source">What makes the predictions.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell in delimited text, as the package of the model tells; null for the usual ones.</param>
    public PredictionTableReader(PredictionSource source, IReadOnlyList<string>? missingTokens = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var inputs = new FeatureSchema(source.Inputs.Select(input => input with { Name = PredictionColumns.Input(input.Name) }));
        string[] texts = [PredictionColumns.Request, PredictionColumns.Key, PredictionColumns.Version, .. source.Classes.Count > 0 ? [PredictionColumns.Prediction] : Array.Empty<string>()];
        var kinds = texts.ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal);
        _csv = new InputTableReader(inputs, missingTokens, new CsvReadOptions { AllowNoRows = true, Kinds = kinds });
        foreach (Feature input in inputs.Where(input => input.IsCategorical || input.Kind == FeatureKind.Text))
        {
            kinds.Add(input.Name, ColumnKind.Text);
        }

        _options = new TableReadOptions { Kinds = kinds, Json = new JsonReadOptions { AllowNoRows = true } };
    }

    /// <summary>Reads a table in memory.</summary>
    /// <param name="body">The table.</param>
    /// <param name="format">Its format.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FrameFormatException">It is no such table; the message says where and why.</exception>
    public Frame Read(ReadOnlyMemory<byte> body, TableFormat format, string name)
    {
        if (format == TableFormat.Csv)
        {
            return _csv.Read(body, name);
        }

        using var stream = new MemoryStream(body.ToArray(), writable: false);
        return TableFiles.Read(stream, format, _options, name).Frame;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path, or the address of an object.</param>
    /// <param name="format">Its format; null for that of its name.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FrameFormatException">It is no such table; the message says where and why.</exception>
    public Frame Read(string path, TableFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isHere = !path.Contains("://", StringComparison.Ordinal);
        return isHere && (format ?? TableFiles.FormatOf(path) ?? TableFormat.Csv) == TableFormat.Csv
            ? _csv.Read(path)
            : TableFiles.Read(path, _options with { Format = format }).Frame;
    }
}
