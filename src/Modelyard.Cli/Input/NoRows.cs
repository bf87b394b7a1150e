using System.Collections;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Cli;

/// <summary>Represents a table without rows, whose columns are of the kinds that expressions want: text alone does not tell them where there is no cell.</summary>
/// <param name="kinds">The names and kinds of the columns.</param>
internal sealed class NoRows(IReadOnlyDictionary<string, ColumnKind> kinds) : IFrameChunks
{
    /// <summary>The greatest number of columns of which all kinds are tried together.</summary>
    private const int MostTried = 6;

    private static readonly ColumnKind[] s_kinds = [ColumnKind.Double, ColumnKind.Text, ColumnKind.Timestamp, ColumnKind.Boolean];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnKind> Kinds => kinds;

    /// <summary>Finds kinds of columns that expressions fit.</summary>
    /// <param name="known">The kinds that were read.</param>
    /// <param name="expressions">The expressions, each with the name of the column that it makes, which later ones may use; null for a condition.</param>
    /// <returns>The kinds; null if there are none, or if the expressions use too many columns to try.</returns>
    internal static IReadOnlyDictionary<string, ColumnKind>? Fit(IReadOnlyDictionary<string, ColumnKind> known, IReadOnlyList<(string? Name, Expression Value)> expressions)
    {
        string all = string.Join('\n', expressions.Select(one => one.Value.ToString()));
        string[] used = [.. known.Keys.Where(name => all.Contains(name, StringComparison.Ordinal))];
        int tries = used.Length > MostTried ? 0 : (int)Math.Pow(s_kinds.Length, used.Length);
        for (int number = 0; number < tries; number++)
        {
            var kinds = new OrderedDictionary<string, ColumnKind>(known, StringComparer.Ordinal);
            for (int i = 0, left = number; i < used.Length; i++, left /= s_kinds.Length)
            {
                kinds[used[i]] = s_kinds[left % s_kinds.Length];
            }

            if (Fits(kinds, expressions))
            {
                return kinds;
            }
        }

        return null;
    }

    /// <summary>Determines whether expressions fit columns of some kinds.</summary>
    internal static bool Fits(IReadOnlyDictionary<string, ColumnKind> kinds, IReadOnlyList<(string? Name, Expression Value)> expressions)
    {
        var now = new Dictionary<string, ColumnKind>(kinds, StringComparer.Ordinal);
        foreach ((string? name, Expression value) in expressions)
        {
            try
            {
                ColumnKind kind = value.Bind(now).Kind;
                if (name is null ? kind != ColumnKind.Boolean : name.Length == 0)
                {
                    return false;
                }

                now[name ?? ""] = kind;
            }
            catch (ExpressionException)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<Frame> GetEnumerator() => Enumerable.Empty<Frame>().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
