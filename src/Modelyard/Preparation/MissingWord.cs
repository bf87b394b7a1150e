using Modelyard.Frames;

namespace Modelyard.Preparation;

/// <summary>Represents a word that means a missing cell by the usual rules and makes up much of a target: it may well be a class, as 'None' is among kinds of damage.</summary>
/// <param name="Text">The word.</param>
/// <param name="Count">The number of cells that it stands in.</param>
internal sealed record MissingWord(string Text, long Count)
{
    private const double LeastShare = 0.05;

    /// <summary>Gets how to say that the word is a class.</summary>
    internal string Advice => $"If '{Text}' is a class, say which texts are missing cells instead: --missing \"\"{(Text == "NA" ? "" : " --missing NA")}.";

    /// <summary>Gets how many there are, and how to say that the word is a class.</summary>
    internal string Told => $"{Count:N0} of its cells are '{Text}', which is read as a missing cell. {Advice}";

    /// <summary>Finds such a word; null if there is none, as in a column of numbers.</summary>
    /// <param name="kind">The kind of the target.</param>
    /// <param name="present">The number of cells that are present.</param>
    /// <param name="missing">The number of missing cells.</param>
    /// <param name="taken">The texts that were taken for missing cells, and how often.</param>
    internal static MissingWord? Find(ColumnKind kind, long present, long missing, IEnumerable<KeyValuePair<string, long>> taken)
    {
        if (present > 0 && kind is not (ColumnKind.Text or ColumnKind.Category or ColumnKind.Boolean))
        {
            return null;
        }

        KeyValuePair<string, long> most = taken.Where(token => token.Key.Length > 0).OrderByDescending(token => token.Value).ThenBy(token => token.Key, StringComparer.Ordinal).FirstOrDefault();
        return most.Key is not null && most.Value >= LeastShare * (present + missing) ? new MissingWord(most.Key, most.Value) : null;
    }
}
