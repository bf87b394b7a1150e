using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads true labels: one object, an array of them, an object whose <c>labels</c> is that array, or a table with their members as columns.</summary>
internal static class FeedbackReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads a body of JSON.</summary>
    /// <param name="body">The body.</param>
    /// <param name="model">The model that predicted.</param>
    /// <param name="most">The greatest number of labels.</param>
    /// <param name="faults">Gathers what is wrong.</param>
    public static List<TrueLabel> ReadJson(ReadOnlyMemory<byte> body, ServedModel model, int most, FaultList faults)
    {
        using JsonDocument document = Parse(body);
        JsonElement root = document.RootElement;
        bool isWrapped = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("labels", out _);
        JsonElement all = isWrapped ? root.GetProperty("labels") : root;
        string path = isWrapped ? "$.labels" : "$";
        if (all.ValueKind == JsonValueKind.Object && !isWrapped)
        {
            var one = new List<TrueLabel>();
            Add(one, Read(all, path, faults), path, model, faults);
            faults.ThrowIfAny();
            return one;
        }

        if (all.ValueKind != JsonValueKind.Array)
        {
            throw RequestFaultException.At(path, "wrong_type", null, $"'{path}' must be an object with 'request' or 'key' and 'label', or an array of such objects.");
        }

        CheckCount(all.GetArrayLength(), most);
        var labels = new List<TrueLabel>(all.GetArrayLength());
        foreach ((int i, JsonElement element) in all.EnumerateArray().Index())
        {
            Add(labels, Read(element, $"{path}[{i}]", faults), $"{path}[{i}]", model, faults);
        }

        faults.ThrowIfAny();
        return labels;
    }

    /// <summary>Reads a body of comma-separated text.</summary>
    /// <param name="body">The body.</param>
    /// <param name="model">The model that predicted.</param>
    /// <param name="most">The greatest number of labels.</param>
    /// <param name="faults">Gathers what is wrong.</param>
    public static List<TrueLabel> ReadCsv(ReadOnlyMemory<byte> body, ServedModel model, int most, FaultList faults)
    {
        Frame frame = ReadTable(body);
        CheckCount(frame.RowCount, most);
        foreach (Column column in frame.Columns.Where(column => column.Name is not ("request" or "row" or "key" or "at" or "label")))
        {
            faults.Add("line 1", "unknown_column", column.Name, $"The column '{column.Name}' is none of 'request', 'row', 'key', 'at' and 'label'.");
        }

        if (!frame.TryGetColumn("label", out _))
        {
            faults.Add("line 1", "missing_column", "label", "The column 'label' is missing.");
        }

        faults.ThrowIfAny();
        var labels = new List<TrueLabel>(frame.RowCount);
        for (int row = 0; row < frame.RowCount; row++)
        {
            string place = $"data row {row + 1}";
            Add(labels, new LabelTexts(Cell("label")) { Request = Cell("request"), Key = Cell("key"), Row = Cell("row"), At = Cell("at") }, place, model, faults);

            string? Cell(string name) => frame.TryGetColumn(name, out Column? column) && !column.IsMissing(row) ? column.FormatCell(row) : null;
        }

        faults.ThrowIfAny();
        return labels;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException fault)
        {
            throw MalformedJson.Describe(body.Span, fault);
        }
    }

    private static Frame ReadTable(ReadOnlyMemory<byte> body)
    {
        string[] names = ["request", "row", "key", "at", "label"];
        try
        {
            // Texts as they are written: an identifier is no number, and a label may be what elsewhere means a missing cell.
            var options = new CsvReadOptions { DegreeOfParallelism = 1, MissingTokens = [""], Kinds = names.ToDictionary(name => name, _ => ColumnKind.Text, StringComparer.Ordinal) };
            return CsvReader.Read(body, options, "the body").Frame;
        }
        catch (FrameFormatException fault)
        {
            throw RequestFaultException.At("$", "malformed_csv", null, fault.Message);
        }
    }

    private static void CheckCount(int count, int most)
    {
        if (count > most)
        {
            throw RequestFaultException.At("$", "too_many_rows", $"{count}", $"The request has {count} labels and may have {most}; send them in parts.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static LabelTexts? Read(JsonElement element, string path, FaultList faults)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "wrong_type", null, $"'{path}' must be an object with 'request' or 'key' and 'label'.");
            return null;
        }

        if (!element.TryGetProperty("label", out JsonElement given))
        {
            faults.Add(path, "missing_member", null, $"'{path}' has no 'label'; null takes a label back.");
            return null;
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Name is not ("request" or "row" or "key" or "at" or "label"))
            {
                faults.Add(path, "unknown_member", member.Name, $"'{path}' has the member '{member.Name}', which is none of 'request', 'row', 'key', 'at' and 'label'.");
            }
        }

        return new LabelTexts(Scalar(given, $"{path}.label", faults)) { Request = Member("request"), Key = Member("key"), Row = Member("row"), At = Member("at") };

        string? Member(string name) => element.TryGetProperty(name, out JsonElement value) ? Scalar(value, $"{path}.{name}", faults) : null;
    }

    private static string? Scalar(JsonElement element, string path, FaultList faults)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return element.GetRawText();
            default:
                faults.Add(path, "wrong_type", null, $"'{path}' must be a text, a number, true, false or null.");
                return null;
        }
    }

    private static void Add(List<TrueLabel> labels, LabelTexts? texts, string path, ServedModel model, FaultList faults)
    {
        if (texts is not { } given)
        {
            return;
        }

        if (model.Labels.Read(given, out LabelFault? fault) is { } label)
        {
            labels.Add(label);
        }
        else
        {
            faults.Add(path, fault!.Code, fault.Value, fault.Message);
        }
    }
}
