using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Holds the rows of a generalised linear model at one set of coefficients: their means, and the weighted least squares that the next step of the estimation solves.</summary>
/// <remarks>Source: McCullagh and Nelder (1989), Generalized Linear Models, section 2.5.</remarks>
internal sealed class WorkingRows
{
    private const int Block = 4096;

    private readonly RegressionFamily _family;
    private readonly RegressionLink _link;
    private readonly RegressionData _data;
    private readonly FitContext _context;

    internal WorkingRows(RegressionFamily family, RegressionLink link, RegressionData data, FitContext context)
    {
        (_family, _link, _data, _context) = (family, link, data, context);
        int rows = data.Design.RowCount;
        Sums = new double[rows];
        Response = new double[rows];
        Weights = new double[rows];
        Residuals = new double[rows];
        Means = new double[rows];
        Rests = new double[rows];
    }

    /// <summary>Gets the weighted sums of the columns, with the offset.</summary>
    internal double[] Sums { get; private set; }

    /// <summary>Gets the target on the scale of the sums, without the offset.</summary>
    internal double[] Response { get; }

    /// <summary>Gets the working weights.</summary>
    internal double[] Weights { get; }

    /// <summary>Gets the working residuals: the target less the mean, on the scale of the sums.</summary>
    internal double[] Residuals { get; }

    /// <summary>Gets the means.</summary>
    internal double[] Means { get; }

    /// <summary>Gets one less each mean.</summary>
    internal double[] Rests { get; }

    private double[] Target => _data.TargetArray;

    /// <summary>Gets the weight of a row in the data.</summary>
    internal double Weight(int row) => _data.WeightArray is { } weights ? weights[row] : 1;

    /// <summary>Computes the weighted mean of the target.</summary>
    internal double TargetMean()
    {
        double mean = 0, total = 0;
        for (int row = 0; row < Target.Length; row++)
        {
            mean += Weight(row) * Target[row];
            total += Weight(row);
        }

        return mean / total;
    }

    /// <summary>Starts from means near the target.</summary>
    internal void Begin()
    {
        double mean = TargetMean();
        for (int row = 0; row < Target.Length; row++)
        {
            double start = _family.Start(Target[row], mean, Weight(row));
            Sums[row] = MeanCurve.Sum(_link, _family == RegressionFamily.Gaussian && !MeanCurve.IsInRange(_link, start) ? Math.Abs(mean) : start);
            if (!double.IsFinite(Sums[row]))
            {
                Sums[row] = MeanCurve.Sum(_link, mean);
            }
        }

        if (!double.IsFinite(Measure(Sums)))
        {
            throw new ModelyardException($"The link '{_link}' has no sum for the mean '{mean}' of the target '{_data.TargetName}'. Choose another link.");
        }

        Linearise();
    }

    /// <summary>Computes the means of sums and their deviance; infinite where a sum has no mean.</summary>
    internal double Measure(double[] sums) => ParallelLoop.Reduce(
        sums.Length,
        Block,
        _context.Parallelism,
        (first, count) =>
        {
            double deviance = 0;
            for (int row = first; row < first + count; row++)
            {
                double mean = MeanCurve.Mean(_link, sums[row]), rest = MeanCurve.Rest(_link, sums[row], mean);
                (Means[row], Rests[row]) = (mean, rest);
                deviance += MeanCurve.IsInRange(_link, sums[row]) && _family.IsMean(mean) ? Weight(row) * _family.Deviance(Target[row], mean, rest) : double.PositiveInfinity;
            }

            return deviance;
        },
        (left, right) => left + right,
        _context.Cancellation);

    /// <summary>Goes to sums that were measured last.</summary>
    internal void Move(double[] sums) => Sums = sums;

    /// <summary>Makes the weighted least-squares problem of the next step.</summary>
    internal void Linearise() => ParallelLoop.Blocks(
        Target.Length,
        Block,
        _context.Parallelism,
        (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                double slope = MeanCurve.Slope(_link, Sums[row], Means[row]), weight = slope * slope / _family.Variance(Means[row], Rests[row]);

                // Near 1 the error of a target of 1 is the rest itself, which has digits that the difference has not.
                double error = _family.IsBinomial && Target[row] == 1 ? Rests[row] : Target[row] - Means[row];
                Weights[row] = Math.Max(weight * Weight(row), 1e-300);
                Residuals[row] = slope == 0 ? 0 : error / slope;
                Response[row] = Sums[row] + Residuals[row] - (_data.OffsetArray is { } offset ? offset[row] : 0);
            }
        },
        _context.Cancellation);

    /// <summary>Computes the observed information in the coordinates of a factor, in which the expected one is the identity.</summary>
    internal Matrix Observed(DesignFactor factor)
    {
        int size = factor.Transform.Rows;
        return ParallelLoop.Reduce(
            Target.Length,
            Block,
            _context.Parallelism,
            (first, count) =>
            {
                Matrix unit = new(count, size), weighted = new(count, size), sums = new(size, size);
                factor.Orthonormal(first, unit);
                for (int i = 0; i < count; i++)
                {
                    int row = first + i;
                    double slope = MeanCurve.Slope(_link, Sums[row], Means[row]), bend = MeanCurve.Bend(_link, Sums[row], Means[row]);
                    double change = slope == 0 ? 0 : (bend / slope) - (slope * _family.VarianceSlope(Means[row], Rests[row]) / _family.Variance(Means[row], Rests[row]));
                    unit.Row(i).CopyTo(weighted.Row(i));
                    VectorKernels.Scale(Weights[row] * (1 - (Residuals[row] * change)), weighted.Row(i));
                }

                MatrixProduct.Multiply(unit, weighted, sums, transposeA: true);
                return sums;
            },
            (left, right) =>
            {
                VectorKernels.Axpy(1, right.AsSpan(), left.AsSpan());
                return left;
            },
            _context.Cancellation);
    }

    /// <summary>Computes the log-likelihood.</summary>
    internal double LogLikelihood()
    {
        double likelihood = 0, scale = Scale();
        for (int row = 0; row < Target.Length; row++)
        {
            likelihood += _family.LogLikelihood(Target[row], Means[row], Rests[row], Weight(row), scale);
        }

        return likelihood;
    }

    /// <summary>Computes the sum of squared residuals over variances.</summary>
    internal double PearsonSquares()
    {
        double sum = 0;
        for (int row = 0; row < Target.Length; row++)
        {
            sum += Weights[row] * Residuals[row] * Residuals[row];
        }

        return sum;
    }

    /// <summary>Gets the scale in the likelihood: of the normal distribution the one that makes it greatest, of others the estimate.</summary>
    private double Scale() => _family.HasFixedScale ? 1
        : _family == RegressionFamily.Gaussian && _link == RegressionLink.Identity ? PearsonSquares() / Target.Length
        : PearsonSquares() / (Target.Length - _data.Design.Columns.Count);
}
