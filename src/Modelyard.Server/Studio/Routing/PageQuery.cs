using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Reads the query of a page, and refuses what it does not allow.</summary>
internal sealed class PageQuery(IQueryCollection values)
{
    private const int MostText = 500;

    public string? Text(string name)
    {
        string text = values[name].ToString();
        return text.Length switch
        {
            0 => null,
            > MostText => throw Fault(name, $"'{name}' has {text.Length} characters and must have at most {MostText}."),
            _ => text,
        };
    }

    public int Number(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw Fault(name, $"'{name}' is '{text}' and must be a whole number from {least} to {most}.");
    }

    public string Choice(string name, string usual, params IReadOnlyList<string> allowed) => Text(name) is not { } text
        ? usual
        : allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Fault(name, $"'{name}' is '{text}' and must be one of {string.Join(", ", allowed.Select(one => $"'{one}'"))}.");

    public DateTime? Moment(string name) => Text(name) is not { } text
        ? null
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment)
            ? moment
            : throw Fault(name, $"'{name}' is '{text}' and must be a date, as '2026-03-01', or a moment, as '2026-03-01T12:00:00Z'.");

    public static StudioFaultException Fault(string name, string message) => new(StatusCodes.Status400BadRequest, $"query {name}", "bad_query", message);
}
