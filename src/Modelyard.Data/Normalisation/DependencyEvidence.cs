using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Judges whether a dependency that holds in the rows is more than a coincidence.</summary>
/// <remarks>
/// If the right column had nothing to do with the left side, each repetition of a left side would agree with a probability of the commonest value's share at most. Repetitions count once for each
/// independent fact: where another column determines both sides, as the number of an order does its date and its customer, the rows of one order repeat one fact.
/// </remarks>
internal sealed class DependencyEvidence(Frame frame, NormalisationOptions options, ColumnNames names, ColumnCodes[] codes)
{
    private const double BitsOfNames = 10;

    private readonly (int[] Left, int? Right)[] _ignored = [.. options.Ignore.Select(text => Positions(DependencyText.Parse(text, frame), frame))];
    private readonly (int[] Left, int? Right)[] _accepted = [.. options.Accept.Select(text => Positions(DependencyText.Parse(text, frame), frame))];

    /// <summary>Judges a dependency.</summary>
    /// <param name="one">The dependency.</param>
    /// <param name="singles">All dependencies with one column on the left.</param>
    public FunctionalDependency Judge(DependencyCandidate one, DependencyCandidate[] singles)
    {
        int repeats = IndependentRepeats(one, singles), sides = Math.Min(one.Classes, repeats);
        double share = frame.RowCount == 0 ? 1 : (double)codes[one.Right].Commonest / frame.RowCount;
        double chances = Math.Log2(Choose(codes.Length, one.Left.Length) * codes.Length);
        double bits = Math.Max(0, repeats - one.Violations) * -Math.Log2(share);
        bits -= one.Violations == 0 ? 0 : one.Violations * Math.Log2(Math.E * Math.Max(1, (double)one.Repeats / one.Violations));
        bits = Math.Round(bits - chances, 1);
        return new FunctionalDependency([.. one.Left.Select(column => frame.Columns[column].Name)], frame.Columns[one.Right].Name)
        {
            Violations = one.Violations,
            Error = (double)one.Violations / Math.Max(1, frame.RowCount),
            LeftSides = sides,
            Repeats = repeats,
            Bits = bits,
            Reason = Reason(one, sides, bits),
        };
    }

    private string Reason(DependencyCandidate one, int sides, double bits)
    {
        bool Matches((int[] Left, int? Right) told) => told.Left.SequenceEqual(one.Left) && (told.Right is null || told.Right == one.Right);
        if (Array.Exists(_accepted, Matches))
        {
            return "";
        }

        bool alike = one.Left.Length == 1 && names.BeginAlike(one.Left[0], one.Right);
        int least = alike ? Math.Min(2, options.MinLeftSides) : options.MinLeftSides;
        double wanted = alike ? options.MinBits - BitsOfNames : options.MinBits;
        return Array.Exists(_ignored, Matches) ? "to be ignored"
            : sides < least ? $"{sides} left sides occur more than once, and {least} are wanted"
            : bits < wanted ? FormattableString.Invariant($"could be chance: {bits:0.#} bits of evidence, and {wanted:0.#} are wanted")
            : "";
    }

    private int IndependentRepeats(DependencyCandidate one, DependencyCandidate[] singles)
    {
        int repeats = one.Repeats;
        foreach (DependencyCandidate cause in singles.Where(cause => cause.Right == one.Right && cause.Violations == 0 && !one.Left.Contains(cause.Left[0])))
        {
            int column = cause.Left[0];
            bool Determines(int right) => Array.Exists(singles, other => other.Left.Length == 1 && other.Left[0] == column && other.Right == right && other.Violations == 0);
            bool isSame = one.Left.Length == 1 && Array.Exists(singles, other => other.Left.Length == 1 && other.Left[0] == one.Left[0] && other.Right == column && other.Violations == 0);
            if (cause.Left.Length == 1 && !isSame && Array.TrueForAll(one.Left, Determines))
            {
                repeats = Math.Min(repeats, Math.Max(0, cause.Distinct - one.Distinct));
            }
        }

        return repeats;
    }

    private static double Choose(int count, int size) => size == 1 ? count : size == 2 ? count * (count - 1.0) / 2 : count * (count - 1.0) * Math.Max(1, count - 2) / 6;

    private static (int[] Left, int? Right) Positions((string[] Left, string? Right) told, Frame frame) =>
        (Array.ConvertAll(told.Left, frame.PositionOf), told.Right is null ? null : frame.PositionOf(told.Right));
}
