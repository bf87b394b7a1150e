namespace Modelyard;

/// <summary>Finds what a misspelt name was meant to be.</summary>
public static class Spelling
{
    private const int LongestName = 200;
    private const int LeastPart = 3;

    /// <summary>Finds the name that is spelled most like another, not heeding case; one that holds it whole, as 'roc-auc' holds 'auc', before all others.</summary>
    /// <param name="name">The name as it was written; of long names the first 200 characters count.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The name, or null if there is none.</returns>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            bool isPart = name.Length >= LeastPart && candidate.Contains(name, StringComparison.OrdinalIgnoreCase);
            int distance = isPart ? candidate.Length - name.Length - LongestName : Distance(name, candidate);
            if (distance < least)
            {
                least = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>Writes the nearest name as a sentence that follows another.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The sentence with a space before it; empty if there is no name.</returns>
    public static string Hint(string name, IEnumerable<string> known) => Nearest(name, known) is { } nearest ? $" The nearest is '{nearest}'." : "";

    /// <summary>Computes the edit distance of two names, not heeding case (Levenshtein, 1966).</summary>
    private static int Distance(string left, string right)
    {
        ReadOnlySpan<char> a = left.AsSpan(0, Math.Min(left.Length, LongestName)), b = right.AsSpan(0, Math.Min(right.Length, LongestName));
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], row[j + 1]));
            }
        }

        return row[b.Length];
    }
}
