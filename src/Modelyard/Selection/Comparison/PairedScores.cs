namespace Modelyard.Selection;

/// <summary>Checks and subtracts scores that belong together.</summary>
internal static class PairedScores
{
    /// <summary>Subtracts the second score of each pair from the first.</summary>
    internal static double[] Differences(IReadOnlyList<double> first, IReadOnlyList<double> second, int least, double confidence = 0.5)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, $"The confidence is '{confidence}' and must lie between 0 and 1.");
        }

        if (first.Count != second.Count || first.Count < least)
        {
            throw new ModelyardException($"There are '{first.Count}' and '{second.Count}' scores; they must be as many, and '{least}' or more.");
        }

        double[] differences = [.. first.Zip(second, (own, other) => own - other)];
        int wrong = Array.FindIndex(differences, difference => !double.IsFinite(difference));
        return wrong < 0
            ? differences
            : throw new ModelyardException($"Pair {wrong + 1} has the scores '{first[wrong]}' and '{second[wrong]}', and both must be finite.");
    }
}
