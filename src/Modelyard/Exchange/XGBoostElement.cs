using System.Globalization;
using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Exchange;

/// <summary>Represents a value of a model file together with its path, which every complaint names.</summary>
/// <param name="element">The value.</param>
/// <param name="path">Its path.</param>
internal sealed class XGBoostElement(JsonElement element, string path)
{
    internal string Path { get; } = path;

    /// <summary>Gets a member of an object.</summary>
    internal XGBoostElement this[string name] => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
        ? new XGBoostElement(member, Path.Length == 0 ? name : $"{Path}.{name}")
        : throw new ModelFormatException($"The file has no '{(Path.Length == 0 ? name : $"{Path}.{name}")}' and must have one. Save the model with XGBoost's 'save_model' under a name that ends in .json.");

    internal bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    internal IEnumerable<XGBoostElement> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("a list");
        }

        return element.EnumerateArray().Select((item, i) => new XGBoostElement(item, $"{Path}[{i}]"));
    }

    internal string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong("a text");

    /// <summary>Reads a number, which XGBoost writes as one or as a text; newer versions write some in brackets.</summary>
    internal double Number()
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number))
        {
            return number;
        }

        string text = element.ValueKind == JsonValueKind.String ? element.GetString()!.Trim('[', ']') : "";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) && double.IsFinite(parsed) ? parsed : throw Wrong("a number");
    }

    internal int Integer(int least, int greatest)
    {
        double number = Number();
        return double.IsInteger(number) && number >= least && number <= greatest ? (int)number : throw Wrong($"a whole number from {least} to {greatest}");
    }

    internal int[] Integers() => [.. Values().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) ? number : throw Wrong("whole numbers"))];

    internal double[] Numbers() => [.. Values().Select(item => item.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number when item.TryGetDouble(out double number) => number,
        _ => throw Wrong("numbers"),
    })];

    private JsonElement.ArrayEnumerator Values() => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Wrong("a list");

    private ModelFormatException Wrong(string must) => new($"The value '{Path}' of the file must be {must}.");
}
