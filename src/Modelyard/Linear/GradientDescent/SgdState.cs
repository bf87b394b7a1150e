using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents where a gradient descent stands: the parameters and what its optimiser remembers.</summary>
/// <remarks>
/// The coefficients are <see cref="Scale"/> times <see cref="Weights"/>, so that the L2 penalty of a step is one multiplication. Their sum over
/// the averaged steps is <see cref="ScaleSum"/> times the weights plus a correction, so that averaging costs what a step costs.
/// Source: Xu (2011), Towards Optimal One Pass Large Scale Learning with Averaged Stochastic Gradient Descent.
/// </remarks>
internal sealed class SgdState
{
    private const double LeastScale = 1e-9;

    internal SgdState(int scores, int features, double squaredLength)
    {
        SquaredLength = squaredLength;
        Scores = scores;
        Features = features;
        Weights = new double[scores * features];
        Intercepts = new double[scores];
        InterceptSum = new double[scores];
        Correction = [];
        First = [];
        Second = [];
        Owed = [];
    }

    private SgdState(SgdState other)
    {
        (Scores, Features, Scale, Steps, ScaleSum, Averaged, Penalty, Factor) = (other.Scores, other.Features, other.Scale, other.Steps, other.ScaleSum, other.Averaged, other.Penalty, other.Factor);
        (SquaredLength, Weight) = (other.SquaredLength, other.Weight);
        Weights = [.. other.Weights];
        Intercepts = [.. other.Intercepts];
        InterceptSum = [.. other.InterceptSum];
        Correction = [.. other.Correction];
        First = [.. other.First];
        Second = [.. other.Second];
        Owed = [.. other.Owed];
    }

    /// <summary>Gets the number of scores.</summary>
    internal int Scores { get; }

    /// <summary>Gets the number of features.</summary>
    internal int Features { get; }

    /// <summary>Gets the mean square of the length of a row, the intercept's 1 included.</summary>
    internal double SquaredLength { get; }

    /// <summary>Gets the unscaled coefficients, scores x features.</summary>
    internal double[] Weights { get; }

    /// <summary>Gets the common factor of all coefficients.</summary>
    internal double Scale { get; private set; } = 1;

    /// <summary>Gets the intercepts.</summary>
    internal double[] Intercepts { get; }

    /// <summary>Gets or sets the number of steps so far.</summary>
    internal long Steps { get; set; }

    /// <summary>Gets or sets what the adaptive schedule multiplies the learning rate by.</summary>
    internal double Factor { get; set; } = 1;

    /// <summary>Gets or sets the L1 penalty that every coefficient could have received so far (Tsuruoka).</summary>
    internal double Penalty { get; set; }

    /// <summary>Gets or sets the L1 penalty that each coefficient received.</summary>
    internal double[] Owed { get; set; }

    /// <summary>Gets or sets the running mean, or sum, of gradients: the coefficients' and then the intercepts'.</summary>
    internal double[] First { get; set; }

    /// <summary>Gets or sets the running mean of squared gradients.</summary>
    internal double[] Second { get; set; }

    /// <summary>Gets the weighted sum of the scales over the averaged steps.</summary>
    internal double ScaleSum { get; private set; }

    private long Averaged { get; set; }

    private double Weight { get; set; }

    private double[] Correction { get; set; }

    private double[] InterceptSum { get; }

    internal SgdState Clone() => new(this);

    internal Span<double> Row(int score) => Weights.AsSpan(score * Features, Features);

    internal Span<double> CorrectionRow(int score) => Correction.AsSpan(score * Features, Features);

    /// <summary>Multiplies all coefficients.</summary>
    internal void Shrink(double factor)
    {
        Scale *= factor;
        if (Scale < LeastScale)
        {
            Fold();
        }
    }

    /// <summary>Multiplies the scale into the weights.</summary>
    internal void Fold()
    {
        if (ScaleSum != 0)
        {
            VectorKernels.Axpy(ScaleSum, Weights, Correction);
            ScaleSum = 0;
        }

        VectorKernels.Scale(Scale, Weights);
        Scale = 1;
    }

    /// <summary>Takes the present parameters into the average, each step with a weight of its number: what the first steps were off by is forgotten.</summary>
    /// <remarks>Source: Lacoste-Julien, Schmidt and Bach (2012), A Simpler Approach to Obtaining an O(1/t) Convergence Rate for the Projected Stochastic Subgradient Method.</remarks>
    /// <param name="whole">True if every weight may have changed by other means than with a correction.</param>
    internal void TakeIntoAverage(bool whole)
    {
        if (Correction.Length == 0)
        {
            Correction = new double[Weights.Length];
        }

        double weight = ++Averaged;
        if (whole)
        {
            VectorKernels.Axpy(weight * Scale, Weights, Correction);
        }
        else
        {
            ScaleSum += weight * Scale;
        }

        VectorKernels.Axpy(weight, Intercepts, InterceptSum);
        Weight += weight;
    }

    /// <summary>Creates the parameters that the model gets: scores x features coefficients, and the intercepts.</summary>
    internal (Matrix Coefficients, double[] Intercepts) Read()
    {
        double[] coefficients = [.. Weights];
        if (Averaged == 0)
        {
            VectorKernels.Scale(Scale, coefficients);
            return (new Matrix(coefficients, Scores, Features), [.. Intercepts]);
        }

        VectorKernels.Scale(ScaleSum, coefficients);
        VectorKernels.Axpy(1, Correction, coefficients);
        VectorKernels.Scale(1 / Weight, coefficients);
        return (new Matrix(coefficients, Scores, Features), Array.ConvertAll(InterceptSum, sum => sum / Weight));
    }
}
