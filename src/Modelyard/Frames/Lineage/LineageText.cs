namespace Modelyard.Frames.Lineage;

/// <summary>Writes what a verb was told as short texts.</summary>
internal static class LineageText
{
    /// <summary>The most characters that a text of a step has.</summary>
    public const int Longest = 200;

    /// <summary>Lists names.</summary>
    public static string? Names(IEnumerable<string>? names)
    {
        if (names is null)
        {
            return null;
        }

        // A table may have many thousand columns, of which a text shows but a few.
        var text = new System.Text.StringBuilder();
        foreach (string name in names)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(name);
            if (text.Length > Longest)
            {
                break;
            }
        }

        return text.ToString();
    }

    /// <summary>Writes a word of an enumeration as verbs are: in lower case, with dashes.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
    }

    /// <summary>Lists keys of a merge.</summary>
    public static string Keys(IEnumerable<MergeKey> keys) => Names(keys.Select(key => key.LeftExpression is { } left
        ? $"{key.Left}: {left} = {key.RightExpression}"
        : key.Left == key.Right ? key.Left : $"{key.Left} = {key.Right}"))!;

    /// <summary>Lists labels of levels.</summary>
    public static string Labels(IEnumerable<Label> labels) => Names(labels.Select(label => label.ToString() ?? ""))!;

    /// <summary>Lists aggregates.</summary>
    public static string Aggregates(IEnumerable<Aggregate> aggregates) => Names(aggregates.Select(one => $"{one.Name} = {Word(one.Kind)}({one.Expression?.ToString() ?? one.Column})"))!;

    /// <summary>Makes the pairs of a step: those that were told, cut to a length.</summary>
    public static KeyValuePair<string, string>[] Pairs(ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        int told = 0;
        foreach ((_, string? value) in parameters)
        {
            told += value is null ? 0 : 1;
        }

        var pairs = new KeyValuePair<string, string>[told];
        int next = 0;
        foreach ((string name, string? value) in parameters)
        {
            if (value is not null)
            {
                pairs[next++] = KeyValuePair.Create(name, Cut(value));
            }
        }

        return pairs;
    }

    /// <summary>Cuts a text to a length.</summary>
    public static string Cut(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1), "…");
}
