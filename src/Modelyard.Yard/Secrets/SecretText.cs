using System.Text.RegularExpressions;

namespace Modelyard.Lifecycle.Secrets;

/// <summary>Reads secrets from where they are kept, and takes them out of what is shown.</summary>
public static partial class SecretText
{
    private const string Variable = "env:";
    private const string FilePath = "file:";
    private const string Mask = "***";
    private const int MostBytes = 64 * 1024;

    /// <summary>Determines whether a text says where a secret is, and is none itself.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it begins with <c>env:</c> or <c>file:</c>.</returns>
    public static bool IsReference(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Variable, StringComparison.Ordinal) || IsFile(text);
    }

    /// <summary>Reads a secret.</summary>
    /// <param name="what">What it is of, as the beginning of a sentence: <c>The token</c>.</param>
    /// <param name="text"><c>env:NAME</c>, an environment variable; <c>file:PATH</c>, a file without the line end behind it; or the secret itself.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="YardException">The variable or the file is not there, or is empty.</exception>
    public static string Read(string what, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(Variable, StringComparison.Ordinal))
        {
            string name = text[Variable.Length..];
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new YardException($"{what} is taken from the environment variable '{name}', which is not set.");
        }

        return IsFile(text) ? ReadFile(what, text[FilePath.Length..]) : text;
    }

    /// <summary>Takes secrets out of a text that is kept or shown, such as a command line.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with passwords of addresses, tokens of yards, and what follows <c>--token</c>, <c>--webhook</c> and <c>--slack</c> replaced by <c>***</c>.</returns>
    public static string Masked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string masked = Password().Replace(text, $"${{before}}{Mask}@");
        masked = Token().Replace(masked, Mask);
        return Option().Replace(masked, match => IsReference(match.Groups["value"].Value) ? match.Value : match.Groups["before"].Value + Mask);
    }

    // With two slashes it is an address, not a path.
    private static bool IsFile(string text) => text.StartsWith(FilePath, StringComparison.Ordinal) && !text.StartsWith(FilePath + "//", StringComparison.Ordinal);

    private static string ReadFile(string what, string path)
    {
        try
        {
            var file = new FileInfo(path);
            string text = file.Exists && file.Length > MostBytes ? throw new YardException($"{what} is taken from the file '{path}', which has '{file.Length}' bytes and must have at most {MostBytes}.") : File.ReadAllText(path).TrimEnd('\r', '\n');
            return text.Length > 0 ? text : throw new YardException($"{what} is taken from the file '{path}', which is empty.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new YardException($"{what} is taken from the file '{path}', which cannot be read: {fault.Message}", fault);
        }
    }

    [GeneratedRegex(@"(?<before>[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@'""]*:)[^\s/@'""]+@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Password();

    [GeneratedRegex("my_[0-9a-f]{84}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<before>--(token|webhook|slack)[ =])(?<value>'([^']|'\\'')*'|\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();
}
