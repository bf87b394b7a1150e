using Modelyard.Frames.Expressions;

namespace Modelyard.Evaluation;

/// <summary>Represents a part of one column, or of two: a slice that may be told.</summary>
/// <param name="First">The first column.</param>
/// <param name="FirstPart">The part of the first column.</param>
/// <param name="Second">The second column; the first once more for a part of one.</param>
/// <param name="SecondPart">The part of the second column.</param>
/// <param name="Excess">By how much it errs more than the rest at least, on the rows that were searched.</param>
internal sealed record SlicePart(ColumnParts First, int FirstPart, ColumnParts Second, int SecondPart, double Excess)
{
    internal bool IsPair => !ReferenceEquals(First, Second);

    internal Expression Condition => IsPair ? First.Conditions[FirstPart] & Second.Conditions[SecondPart] : First.Conditions[FirstPart];

    internal bool Holds(int row) => First.Codes[row] == FirstPart && Second.Codes[row] == SecondPart;

    /// <summary>Says whether this is one of the two conditions of a pair.</summary>
    internal bool IsHalfOf(SlicePart pair) => !IsPair && pair.IsPair
        && ((ReferenceEquals(First, pair.First) && FirstPart == pair.FirstPart) || (ReferenceEquals(First, pair.Second) && FirstPart == pair.SecondPart));
}
