using Modelyard.Frames.Expressions;

namespace Modelyard.Evaluation;

/// <summary>Represents rows with something in common for which a model errs more than for others, or more than it says.</summary>
/// <param name="Condition">What they have in common, as an expression that <c>Filter</c> takes.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Share">Their share of all rows.</param>
/// <param name="Loss">Their mean loss, on the half of the rows on which the slice was not looked for, without the rows of slices before it.</param>
/// <param name="OtherLoss">The mean loss of the other rows there, without those of slices before it.</param>
/// <param name="Effect">The difference of both over the standard deviation of losses: 0.2 is small, 0.8 is large.</param>
/// <param name="PValue">The chance of rows as bad if there were nothing in them, with regard to all slices that were found (Benjamini and Hochberg).</param>
public sealed record Slice(Expression Condition, int Rows, double Share, double Loss, double OtherLoss, double Effect, double PValue)
{
    /// <summary>Gets the number of rows that <see cref="Loss"/> is the mean of: those of the slice on which it was not looked for, without the rows of slices before it.</summary>
    public int JudgedRows { get; init; }

    /// <summary>Gets the mean loss that the model itself expects of these rows, were its probabilities right; NaN where it says nothing of that.</summary>
    public double Expected { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the loss exceeds <see cref="Expected"/> by more than chance: the probabilities are wrong there. If not, the rows are hard and the model knows it.</summary>
    public bool IsWorseThanExpected { get; init; }

    /// <summary>Gets the number of other conditions that were left out, as they are no worse once the rows of this slice are set aside.</summary>
    public int Echoes { get; init; }

    /// <summary>Says in words whether the model knows that it errs there.</summary>
    /// <returns>A few words; empty where the model says nothing of how much it expects to err.</returns>
    public string Describe() => double.IsNaN(Expected) ? "" : IsWorseThanExpected ? "worse than the model says" : "hard, and the model knows it";
}
