using System.Text;
using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Represents the address of the page that is shown, from which its links are made.</summary>
/// <param name="Path">The path.</param>
/// <param name="Query">The query as it is.</param>
public sealed record PageUrl(string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    /// <summary>Makes the address of a page of a name, which may be any text.</summary>
    /// <param name="parts">The parts of the path below the studio.</param>
    /// <returns>The path.</returns>
    public static string Of(params IReadOnlyList<string> parts) => "/studio" + string.Concat(parts.Select(part => "/" + Uri.EscapeDataString(part)));

    /// <summary>Makes the address with other values in its query.</summary>
    /// <param name="changes">Names and values; null takes a name away.</param>
    /// <returns>The address.</returns>
    public string With(params IReadOnlyList<(string Name, string? Value)> changes) => Write(Path, [.. Query.Where(one => changes.All(change => change.Name != one.Key)), .. Pairs(changes)]);

    /// <summary>Makes the address of one of its tables as CSV, or of its JSON twin.</summary>
    /// <param name="extension">As <c>.csv</c>.</param>
    /// <param name="table">The table; null for the first.</param>
    /// <returns>The address.</returns>
    public string Twin(string extension, string? table = null) => Write(Path + extension, [.. Query.Where(one => one.Key != "table"), .. Pairs([("table", table)])]);

    internal static PageUrl Of(HttpRequest request) => new(
        request.PathBase + request.Path,
        [.. request.Query.SelectMany(one => one.Value.Select(value => KeyValuePair.Create(one.Key, value ?? "")))]);

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IReadOnlyList<(string Name, string? Value)> changes) =>
        changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Name, change.Value!));

    private static string Write(string path, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var url = new StringBuilder(new PathString(path).ToUriComponent());
        for (int i = 0; i < query.Count; i++)
        {
            url.Append(i == 0 ? '?' : '&').Append(Uri.EscapeDataString(query[i].Key)).Append('=').Append(Uri.EscapeDataString(query[i].Value));
        }

        return url.ToString();
    }
}
