using System.CommandLine;
using System.Text;

namespace Modelyard.Cli;

/// <summary>Creates options that take one of a few words: the names of an enumeration, in lower case with hyphens.</summary>
internal static class Choice
{
    /// <summary>Creates an option with a word that holds when it is not given.</summary>
    internal static Option<T> Of<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        var option = new Option<T>(name) { Description = $"{description}: {string.Join(", ", Words<T>())}.", DefaultValueFactory = _ => otherwise };
        option.CustomParser = result => Parse<T>(result, name) ?? otherwise;
        return option;
    }

    /// <summary>Creates an option that need not be given.</summary>
    internal static Option<T?> Of<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<T?>(name) { Description = $"{description}: {string.Join(", ", Words<T>())}." };
        option.CustomParser = result => Parse<T>(result, name);
        return option;
    }

    private static T? Parse<T>(System.CommandLine.Parsing.ArgumentResult result, string name)
        where T : struct, Enum
    {
        string word = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        int place = Array.FindIndex(Words<T>(), one => string.Equals(one, word, StringComparison.OrdinalIgnoreCase));
        if (place >= 0)
        {
            return Enum.GetValues<T>()[place];
        }

        result.AddError($"'{name}' is '{word}' and must be one of {string.Join(", ", Words<T>())}.");
        return null;
    }

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(Word)];

    /// <summary>Writes a value as the word for it.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => Word(value.ToString());

    /// <summary>Writes 'ManyToOne' as 'many-to-one'.</summary>
    internal static string Word(string name)
    {
        var word = new StringBuilder();
        foreach (char letter in name)
        {
            word.Append(char.IsUpper(letter) && word.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
