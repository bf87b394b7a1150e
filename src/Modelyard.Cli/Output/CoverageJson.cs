using System.Text.Json;
using Modelyard.Ensembles;

namespace Modelyard.Cli;

/// <summary>Writes how often intervals or sets held the truth.</summary>
internal static class CoverageJson
{
    /// <summary>Writes the member <c>coverage</c>; nothing if there are neither intervals nor sets.</summary>
    internal static void Write(Utf8JsonWriter json, CoverageCheck? check)
    {
        if (check is null)
        {
            return;
        }

        json.WriteStartObject("coverage");
        json.Number("asked", check.Wanted);
        json.WriteNumber("rows", check.Rows);
        json.Number("held", check.Reached);
        json.Number("low", check.Low);
        json.Number("high", check.High);
        json.Number("size", check.Size);
        json.WriteBoolean("isBroken", check.IsBroken);
        if (!double.IsNaN(check.SingleShare))
        {
            json.Number("emptyShare", check.EmptyShare);
            json.Number("singleShare", check.SingleShare);
        }

        if (check.Groups.Count > 0)
        {
            IReadOnlyList<GroupCoverage> broken = check.BrokenGroups;
            json.WriteString("groupedBy", check.GroupedBy);
            json.Objects("groups", check.Groups, group =>
            {
                json.WriteString("group", group.Group);
                json.WriteNumber("rows", group.Rows);
                json.Number("held", group.Reached);
                json.Number("low", group.Low);
                json.Number("high", group.High);
                json.WriteBoolean("isBroken", broken.Contains(group));
            });
        }

        json.WriteEndObject();
    }
}
