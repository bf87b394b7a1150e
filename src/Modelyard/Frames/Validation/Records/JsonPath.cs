using System.Globalization;
using System.Text;
using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Frames.Validation.Records;

/// <summary>Writes where a value stands in JSON (RFC 9535).</summary>
internal static class JsonPath
{
    /// <summary>Writes the path of a record, or of a property of it.</summary>
    /// <param name="index">The zero-based position in an array; null if the record stands alone.</param>
    /// <param name="column">The property; null, or the columns of a key together, for the record.</param>
    /// <param name="plan">The schema, by which a property is told from several.</param>
    public static string Of(long? index, string? column, SchemaPlan plan)
    {
        string record = index is { } at ? string.Create(CultureInfo.InvariantCulture, $"$[{at}]") : "$";
        bool isSeveral = column is not null && column.Contains(", ", StringComparison.Ordinal) && !plan.Positions.ContainsKey(column);
        return column is null || isSeveral ? record : record + Member(column);
    }

    private static string Member(string name)
    {
        if (name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '_') && !char.IsAsciiDigit(name.FirstOrDefault('0')))
        {
            return "." + name;
        }

        var text = new StringBuilder("['");
        foreach (char unit in name)
        {
            text.Append(unit switch
            {
                '\'' or '\\' => $"\\{unit}",
                < ' ' => $"\\u{(int)unit:x4}",
                _ => unit.ToString(),
            });
        }

        return text.Append("']").ToString();
    }
}
