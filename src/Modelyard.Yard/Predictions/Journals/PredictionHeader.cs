using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Represents the first record of a journal of predictions: what its columns are.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Share">The share of requests that is kept.</param>
/// <param name="Columns">The columns that are kept of the inputs; a hashed one is a category, of hashed levels.</param>
/// <param name="Classes">The labels of the classes; empty for regression.</param>
internal sealed record PredictionHeader(string Model, string Version, double Share, IReadOnlyList<Feature> Columns, IReadOnlyList<string> Classes)
{
    /// <summary>The greatest number of columns and classes.</summary>
    private const int MostColumns = 100_000;

    private const int FormatVersion = 1;
    private const string FormatName = "modelyard-predictions";

    /// <summary>Writes the header as JSON.</summary>
    internal byte[] ToUtf8()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", FormatName);
            writer.WriteNumber("version", FormatVersion);
            writer.WriteString("model", Model);
            writer.WriteString("modelVersion", Version);
            writer.WriteNumber("share", Share);
            writer.WriteStartArray("columns");
            foreach (Feature column in Columns)
            {
                writer.WriteStartObject();
                writer.WriteString("name", column.Name);
                writer.WriteString("kind", column.Kind.ToString());
                if (column.IsCategorical)
                {
                    Write(writer, "levels", column.Levels);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            Write(writer, "classes", Classes);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads a header.</summary>
    /// <param name="utf8">The record.</param>
    /// <param name="path">The path of the journal, for errors.</param>
    /// <exception cref="YardException">It is none, or one of a newer version.</exception>
    internal static PredictionHeader Read(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray());
            JsonElement root = document.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (root.GetProperty("format").GetString() != FormatName || version > FormatVersion)
            {
                throw new YardException($"The journal '{path}' has the format '{root.GetProperty("format").GetString()}', version {version}, and this program reads '{FormatName}' up to version {FormatVersion}. Update Modelyard.");
            }

            Feature[] columns = [.. root.GetProperty("columns").EnumerateArray().Select(column =>
                new Feature(column.GetProperty("name").GetString()!, Enum.Parse<FeatureKind>(column.GetProperty("kind").GetString()!)) { Levels = column.TryGetProperty("levels", out JsonElement levels) ? Texts(levels) : [] })];
            string[] classes = Texts(root.GetProperty("classes"));
            return columns.Length + classes.Length <= MostColumns
                ? new PredictionHeader(root.GetProperty("model").GetString()!, root.GetProperty("modelVersion").GetString()!, root.GetProperty("share").GetDouble(), columns, classes)
                : throw new YardException($"The journal '{path}' has more than {MostColumns:N0} columns.");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new YardException($"The journal '{path}' does not begin with a header: {fault.Message}", fault);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];
}
