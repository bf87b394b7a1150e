using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Approximation;

/// <summary>Represents features whose inner products are close to the radial basis function: with them, a linear machine stands in for one with that kernel.</summary>
/// <remarks>
/// Each feature is <c>√(2 / Components) cos(w · x + b)</c> with w drawn from the normal distribution of variance <c>2 gamma</c> and b from the circle. The error of an inner
/// product falls with the root of <see cref="Components"/>. scikit-learn calls it RBFSampler. Source: Rahimi and Recht (2007), Random Features for Large-Scale Kernel Machines, NIPS.
/// </remarks>
public sealed record RandomFourierFeatures : ITransformer
{
    /// <summary>Gets the number of features that come out.</summary>
    [Hyperparameter(Meaning = "Number of features that come out.", Minimum = 1, Maximum = 1 << 20)]
    public int Components { get; init; } = 100;

    /// <summary>Gets the scale of the kernel; none is 1 / (features x variance of the features).</summary>
    [Hyperparameter(Meaning = "Scale of the kernel; none is 1 / (features x variance).", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-3, 1])]
    public double? Gamma { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        double deviation = Math.Sqrt(2 * context.WithinTime(() => KernelFunction.For(data, KernelKind.Rbf, Gamma, 1, 0, null)).Gamma);
        var directions = new Matrix(Components, data.FeatureCount);
        double[] offsets = new double[Components];
        for (int component = 0; component < Components; component++)
        {
            context.Checkpoint();
            RandomStream random = context.Random((ulong)component);
            offsets[component] = random.NextDouble() * 2 * Math.PI;
            foreach (ref double element in directions.Row(component))
            {
                element = deviation * random.NextGaussian();
            }
        }

        context.Report(1, 1);
        return new RandomFourierModel(data.Schema, directions, offsets);
    }
}
