using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Security;

/// <summary>Tells what a browser says of the page that a request comes from.</summary>
/// <remarks>
/// Browsers add <c>Sec-Fetch-Site</c> and <c>Origin</c>, and no page can change them. A request with neither comes from a program, which has no credentials that it does not send on purpose.
/// </remarks>
internal static class Origins
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Determines whether a request changes nothing, by its method.</summary>
    public static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    /// <summary>Determines whether a page of another site makes a request.</summary>
    public static bool IsForeign(HttpRequest request) => request.Headers[FetchSite] is [{ } site] ? site is not ("same-origin" or "none") : request.Headers.Origin.Count > 0 && !IsOwn(request);

    /// <summary>Determines whether a browser says that a page of this server, or the person who uses it, makes a request.</summary>
    public static bool IsKnown(HttpRequest request) => (request.Headers[FetchSite].Count > 0 || request.Headers.Origin.Count > 0) && !IsForeign(request);

    /// <summary>Determines whether a person has followed a link of another site to here.</summary>
    public static bool IsForeignLink(HttpRequest request) => request.Headers[FetchSite] is ["cross-site" or "same-site"] && request.Headers["Sec-Fetch-Mode"] == "navigate";

    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out Uri? address) && string.Equals(address.Authority, Authority(request, address.Scheme), StringComparison.OrdinalIgnoreCase);

    // A browser leaves out the port that is its scheme's; so does 'Authority'.
    private static string Authority(HttpRequest request, string scheme) => Uri.TryCreate($"{scheme}://{request.Host.Value}", UriKind.Absolute, out Uri? own) ? own.Authority : "";
}
