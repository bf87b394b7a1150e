using Modelyard.Learning;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the weighting of counts of terms by how rare the terms are: term frequency times inverse document frequency.</summary>
/// <remarks>
/// A term that stands in d of n rows has the weight <c>ln((1 + n) / (1 + d)) + 1</c>, or without smoothing <c>ln(n / d) + 1</c>; a term of no row weighs as one of a single row. Each row is then brought to a norm.
/// Agrees with scikit-learn's class of this name. Every feature counts as a term. Sources: Spärck Jones (1972), Journal of Documentation 28(1); Salton and Buckley (1988),
/// Information Processing and Management 24(5).
/// </remarks>
public sealed record TfidfTransformer : ITransformer
{
    /// <summary>Gets to what length the terms of a text are brought.</summary>
    [Hyperparameter(Meaning = "To what length the terms of a text are brought.")]
    public TermNorm Norm { get; init; } = TermNorm.L2;

    /// <summary>Gets a value indicating whether terms are weighted by how rare they are.</summary>
    [Hyperparameter(Meaning = "Whether terms are weighted by how rare they are.")]
    public bool UseIdf { get; init; } = true;

    /// <summary>Gets a value indicating whether each term counts as if it stood in one row more, in which every term stands.</summary>
    [Hyperparameter(Meaning = "Whether each term counts as if it stood in one row more, in which every term stands.")]
    public bool SmoothIdf { get; init; } = true;

    /// <summary>Gets a value indicating whether a count c becomes 1 + ln(c).</summary>
    [Hyperparameter(Meaning = "Whether a count c becomes 1 + ln(c).")]
    public bool Sublinear { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { Sparse = true, NonNegative = true };

    /// <inheritdoc/>
    ITransformModel ITransformer.Fit(Dataset data, FitContext context) => Fit(data, context);

    /// <summary>Learns how rare the terms are.</summary>
    /// <param name="data">The counts, texts x terms, sparse or dense.</param>
    /// <param name="context">What surrounds the fit; the default if null.</param>
    /// <returns>An immutable, thread-safe transformation, whose result is sparse if the data is.</returns>
    /// <exception cref="ModelyardException">The data holds negative or missing numbers.</exception>
    public TfidfModel Fit(Dataset data, FitContext? context = null)
    {
        context ??= FitContext.Default;
        FitChecks.Run(this, data, context);
        return new TfidfModel(data.Schema, UseIdf ? InverseFrequencies(data, context) : null, Sublinear, Norm);
    }

    private double[] InverseFrequencies(Dataset data, FitContext context)
    {
        double[] frequencies = new double[data.FeatureCount];
        double rows = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            if ((row & 1023) == 0)
            {
                context.Checkpoint();
            }

            double weight = data.HasWeights ? data.Weights[row] : 1;
            rows += weight;
            ReadOnlySpan<double> values = data.IsSparse ? data.SparseFeatures.Row(row).Values : data.Features.Row(row);
            ReadOnlySpan<int> indices = data.IsSparse ? data.SparseFeatures.Row(row).Indices : [];
            for (int i = 0; i < values.Length; i++)
            {
                frequencies[data.IsSparse ? indices[i] : i] += values[i] != 0 ? weight : 0;
            }
        }

        double more = SmoothIdf ? 1 : 0;
        return Array.ConvertAll(frequencies, own => Math.Log((rows + more) / Math.Max(own + more, own > 0 ? 0 : 1)) + 1);
    }
}
