namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents what is to be predicted instead: a class, or a number in a range.</summary>
public sealed record CounterfactualGoal
{
    private CounterfactualGoal()
    {
    }

    /// <summary>Gets the class; null if a number is wanted.</summary>
    public string? Class { get; private init; }

    /// <summary>Gets the least probability of the class, beyond its being predicted; 0 for none.</summary>
    public double Probability { get; private init; }

    /// <summary>Gets the least number.</summary>
    public double Low { get; private init; } = double.NegativeInfinity;

    /// <summary>Gets the greatest number.</summary>
    public double High { get; private init; } = double.PositiveInfinity;

    /// <summary>Wants a class.</summary>
    /// <param name="name">The class.</param>
    /// <param name="probability">The least probability of it, from 0 to 1; 0 if it is enough that the class is predicted.</param>
    /// <returns>A goal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public static CounterfactualGoal ForClass(string name, double probability = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        return probability is >= 0 and <= 1
            ? new CounterfactualGoal { Class = name, Probability = probability }
            : throw new ArgumentOutOfRangeException(nameof(probability), probability, $"The probability is '{probability}' and must be from 0 to 1.");
    }

    /// <summary>Wants a number in a range, its ends included.</summary>
    /// <param name="low">The least number; negative infinity for none.</param>
    /// <param name="high">The greatest number; infinity for none.</param>
    /// <returns>A goal.</returns>
    /// <exception cref="ArgumentException">The ends are no numbers, or the least is the greater one.</exception>
    public static CounterfactualGoal ForRange(double low, double high) => low <= high
        ? new CounterfactualGoal { Low = low, High = high }
        : throw new ArgumentException($"The wanted range is from '{low}' to '{high}'; the first must not be greater than the second.", nameof(low));
}
