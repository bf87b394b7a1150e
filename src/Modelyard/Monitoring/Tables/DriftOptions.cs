namespace Modelyard.Monitoring;

/// <summary>Says how columns are compared and what counts as drift: a difference that is beyond chance and that matters.</summary>
public sealed record DriftOptions
{
    /// <summary>Gets the measure of numbers and of texts, which are compared by their number of words.</summary>
    public DriftMeasure Numbers { get; init; } = DriftMeasure.KolmogorovSmirnov;

    /// <summary>Gets the measure of categories, of truth values, and of numbers of few values.</summary>
    public DriftMeasure Levels { get; init; } = DriftMeasure.ChiSquared;

    /// <summary>Gets the chance that something is told of a table that has not changed: p-values are adjusted for the number of columns by the method of Benjamini and Hochberg.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Gets the least effect that matters, from 0 to 1: by how much shares of the rows differ at most. Of normal numbers 0.05 is a mean that moved by an eighth of a standard deviation.</summary>
    public double LeastEffect { get; init; } = 0.05;

    /// <summary>Gets the least difference of the shares of missing cells that matters, from 0 to 1.</summary>
    public double LeastMissing { get; init; } = 0.02;

    /// <summary>Gets the names of columns that are not compared.</summary>
    public IReadOnlyCollection<string> Exclude { get; init; } = [];

    /// <summary>Gets, by column, how far windows usually are from the reference: a column must be beyond that too, and its p-value is the greater of both. Empty where only chance is reckoned with.</summary>
    public IReadOnlyDictionary<string, UsualEffect> Usual { get; init; } = new Dictionary<string, UsualEffect>(StringComparer.Ordinal);

    internal void Check()
    {
        Between(Level, "level of false alarms", 0, 1);
        Between(LeastEffect, "least effect", 0, 1);
        Between(LeastMissing, "least difference of missing cells", 0, 1);
        if (Levels < DriftMeasure.ChiSquared)
        {
            throw new ModelyardException($"The measure of levels is '{Levels}', which needs an order of values; it must be one of {string.Join(", ", Enum.GetValues<DriftMeasure>().Where(one => one >= DriftMeasure.ChiSquared))}.");
        }
    }

    private static void Between(double value, string name, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new ModelyardException($"The {name} is '{value}' and must be from {least} to {most}.");
        }
    }
}
