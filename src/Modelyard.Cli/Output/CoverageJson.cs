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
        if (check.Groups.Count > 0)
        {
            json.WriteStartObject("groups");
            foreach ((string group, double held) in check.Groups)
            {
                json.Number(group, held);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
