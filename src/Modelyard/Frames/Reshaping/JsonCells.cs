using System.Globalization;
using System.Text.Json;

namespace Modelyard.Frames.Reshaping;

/// <summary>Gathers the values of JSON arrays and the kind that holds them all.</summary>
internal sealed class JsonCells
{
    // Untrusted text: an array within arrays is kept as text, but its depth is bounded all the same.
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    private readonly List<JsonValueKind> _kinds = [];

    /// <summary>Adds a value, of which the text stands in the list of the caller.</summary>
    public void Add(JsonValueKind kind) => _kinds.Add(kind);

    /// <summary>Reads the values of an array.</summary>
    public void Read(string column, int row, string cell, List<string?> texts)
    {
        try
        {
            using var document = JsonDocument.Parse(cell, Limits);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement value in document.RootElement.EnumerateArray())
                {
                    texts.Add(value.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => value.GetString(), _ => value.GetRawText() });
                    _kinds.Add(value.ValueKind);
                }

                return;
            }
        }
        catch (JsonException fault)
        {
            throw new ModelyardException(Problem(column, row, cell), fault);
        }

        throw new ModelyardException(Problem(column, row, cell));
    }

    /// <summary>Makes a column of the values.</summary>
    public Column ToColumn(string name, List<string?> texts)
    {
        JsonValueKind[] kinds = [.. _kinds.Where(kind => kind is not (JsonValueKind.Null or JsonValueKind.Undefined)).Distinct()];
        var present = new Validity(texts.Select(text => text is not null).ToArray());
        if (kinds.Length == 0 || Array.Exists(kinds, kind => kind is not (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)))
        {
            return new TextColumn(name, texts);
        }

        if (!kinds.Contains(JsonValueKind.Number))
        {
            return new BooleanColumn(name, [.. texts.Select(text => text == "true")], present);
        }

        if (kinds.Length > 1)
        {
            return new TextColumn(name, texts);
        }

        long[] integers = new long[texts.Count];
        for (int i = 0; i < integers.Length; i++)
        {
            if (texts[i] is { } text && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integers[i]))
            {
                return new DoubleColumn(name, [.. texts.Select(number => number is null ? double.NaN : double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture))]);
            }
        }

        return new IntegerColumn(name, integers, present);
    }

    private static string Problem(string column, int row, string cell) => string.Create(
        CultureInfo.InvariantCulture, $"Data row {row + 1} of '{column}' is '{(cell.Length > 60 ? cell[..60] + "…" : cell)}' and must be a JSON array, as '[1, 2]'.");
}
