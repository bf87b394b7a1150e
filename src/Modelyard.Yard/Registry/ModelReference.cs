using System.Globalization;

namespace Modelyard.Lifecycle;

/// <summary>Represents what names a version: <c>name</c>, <c>name:version</c> or <c>name@alias</c>.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The number of the version; null if it is not given.</param>
/// <param name="Alias">The alias; null if it is not given.</param>
public readonly record struct ModelReference(string Name, int? Version, string? Alias)
{
    /// <summary>Gets the alias that a plain name means, if it is set.</summary>
    public const string Champion = "champion";

    /// <summary>Gets the alias of the version that may take the place of the one in production.</summary>
    public const string Challenger = "challenger";

    /// <summary>Gets the alias that is always the newest version.</summary>
    public const string Latest = "latest";

    private const int MaximumLength = 100;

    /// <summary>Reads a reference.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="YardException">The text is no reference.</exception>
    public static ModelReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = text.AsSpan().IndexOfAny(':', '@');
        if (at < 0)
        {
            return new ModelReference(CheckName("model", text), null, null);
        }

        string name = CheckName("model", text[..at]), rest = text[(at + 1)..];
        if (text[at] == '@')
        {
            return new ModelReference(name, null, CheckName("alias", rest));
        }

        return int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > 0
            ? new ModelReference(name, version, null)
            : throw new YardException($"The version '{rest}' in '{text}' must be a whole number from 1. An alias is written '{name}@{rest}'.");
    }

    /// <inheritdoc/>
    public override string ToString() => Version is { } version ? $"{Name}:{version}" : Alias is { } alias ? $"{Name}@{alias}" : Name;

    internal static string CheckName(string what, string name) =>
        name.Length is > 0 and <= MaximumLength && name.All(IsAllowed) && char.IsAsciiLetterOrDigit(name[0]) && !name.All(char.IsAsciiDigit)
            ? name
            : throw new YardException($"The name of the {what} is '{name}' and must be of the letters a to z, digits, '.', '_' and '-', begin with a letter or digit, not be all digits, and have at most {MaximumLength} characters.");

    private static bool IsAllowed(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_' or '-';
}
