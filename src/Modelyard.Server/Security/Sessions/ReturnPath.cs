namespace Modelyard.Server.Security.Sessions;

/// <summary>Checks where somebody is led after they have signed in: to a page of this server and nowhere else.</summary>
internal static class ReturnPath
{
    private const string Home = "/";
    private const int Longest = 2000;

    /// <summary>Gets a path that is safe to be led to.</summary>
    /// <param name="text">What the request asks for; anything.</param>
    /// <returns>The path; the home page if what is asked for is no path of this server.</returns>
    public static string Of(string? text) =>

        // Browsers read '//' and '/\' as the beginning of another host, and leave out tabs and line ends before they do.
        text is { Length: > 0 and <= Longest } && text[0] == '/' && (text.Length == 1 || text[1] is not ('/' or '\\')) && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('\\', StringComparison.Ordinal)
            ? text
            : Home;
}
