using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Maximises the likelihood of a generalised linear model by least squares, again and again.</summary>
internal sealed class FisherScoring
{
    private const int Block = 4096;
    private const int MostHalvings = 40;

    // A step below this share of the standard errors is the last. Where the link is canonical, as in logistic and Poisson regression, the error that is left is about the square of it.
    private const double Converged = 1e-10;
    private const double ConvergedNewton = 1e-8;

    // Steps below this that shrink no more are rounding.
    private const double Rounding = 1e-6;

    // Within this many standard errors of the maximum Newton's steps, which see how the likelihood bends, beat those of Fisher, which may shrink by little.
    private const double Near = 0.1;

    // By now the rows that settle have settled, and what still moves goes to infinity.
    private const int SeparationFrom = 8;

    private readonly RegressionFamily _family;
    private readonly RegressionLink _link;
    private readonly RegressionData _data;
    private readonly FitContext _context;
    private readonly bool _isNewton;
    private readonly double[] _response;
    private double[]? _coefficients;
    private double[] _sums;

    internal FisherScoring(RegressionFamily family, RegressionLink link, RegressionData data, FitContext context)
    {
        (_family, _link, _data, _context) = (family, link, data, context);
        _isNewton = family.HasFixedScale && double.IsNaN(family.Alpha) && link == family.DefaultLink;
        int rows = data.Design.RowCount;
        _response = new double[rows];
        _sums = new double[rows];
        Weights = new double[rows];
        Residuals = new double[rows];
        Means = new double[rows];
        Rests = new double[rows];
    }

    /// <summary>Gets the factored design, weighted as in the last step.</summary>
    internal DesignFactor Factor { get; private set; } = null!;

    /// <summary>Gets the working weights.</summary>
    internal double[] Weights { get; }

    /// <summary>Gets the working residuals: the target less the mean, on the scale of the sums.</summary>
    internal double[] Residuals { get; }

    /// <summary>Gets the means.</summary>
    internal double[] Means { get; }

    /// <summary>Gets one less each mean.</summary>
    internal double[] Rests { get; }

    internal double Deviance { get; private set; }

    internal int Iterations { get; private set; }

    private double[] Target => _data.TargetArray;

    /// <summary>Goes from the means of the target to the coefficients.</summary>
    internal void Run(int mostIterations)
    {
        Begin();
        double last = double.PositiveInfinity;
        for (Iterations = 1; Iterations <= mostIterations; Iterations++)
        {
            _context.Checkpoint();
            double[] before = (double[])_sums.Clone();
            DesignFactor factor = Step();
            bool isFirst = _coefficients is null;
            double step = Advance(last <= Near && !_isNewton ? Newton(factor) : factor.Coefficients);
            Factor = factor;
            if (!isFirst && (step <= (_isNewton ? ConvergedNewton : Converged) || (step <= Rounding && step >= 0.5 * last)))
            {
                // Errors are as sure as coefficients only with the weights of the end: p-values of 1e-200 have eight digits then instead of seven.
                Linearise();
                Factor = Step();
                return;
            }

            if (Iterations >= SeparationFrom)
            {
                Separation.Refuse(_family, _link, _data, before, _sums, Means, _coefficients!);
            }

            last = isFirst ? last : step;
            Linearise();
        }

        throw new ModelyardException($"The likelihood has no maximum after '{mostIterations}' steps. Scale features of very unequal sizes, leave out such as are nearly collinear, or choose another link.");
    }

    /// <summary>Computes the observed information of the last step, in the coordinates in which the expected one is the identity; null where they are the same.</summary>
    /// <remarks>Source: Efron and Hinkley (1978), Assessing the Accuracy of the Maximum Likelihood Estimator: Observed Versus Expected Fisher Information, Biometrika 65(3).</remarks>
    internal Matrix? ObservedInformation() => _isNewton ? null : Observed(Factor);

    /// <summary>Computes the deviance if no feature explained the target, and the log-likelihood with the scale of the features' fit.</summary>
    internal double NullDeviance(out double likelihood)
    {
        double[] means = new double[Target.Length], rests = new double[Target.Length];
        if (_data.OffsetArray is null)
        {
            double mean = 0, total = 0;
            for (int row = 0; row < means.Length; row++)
            {
                mean += Weight(row) * Target[row];
                total += Weight(row);
            }

            Array.Fill(means, mean / total);
            Array.Fill(rests, 1 - (mean / total));
        }
        else
        {
            var ones = new DesignMatrix(new Matrix(means.Length, 1), [new DesignTerm(DesignMatrix.InterceptName, 0, 1)]);
            ones.Values.AsSpan().Fill(1);
            var constant = new FisherScoring(_family, _link, RegressionData.Of(ones, Target, _data.WeightArray, _data.TargetName).WithOffset(_data.OffsetArray), _context);
            constant.Run(100);
            (means, rests) = (constant.Means, constant.Rests);
        }

        double deviance = 0;
        likelihood = 0;
        double scale = _family.HasFixedScale ? 1 : PearsonSquares() / (Target.Length - _data.Design.Columns.Count);
        for (int row = 0; row < means.Length; row++)
        {
            deviance += Weight(row) * _family.Deviance(Target[row], means[row], rests[row]);
            likelihood += _family.LogLikelihood(Target[row], means[row], rests[row], Weight(row), scale);
        }

        return deviance;
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

    internal double Weight(int row) => _data.WeightArray is { } weights ? weights[row] : 1;

    /// <summary>Gets the scale in the likelihood: of the normal distribution the one that makes it greatest, of others the estimate.</summary>
    private double Scale() => _family.HasFixedScale ? 1
        : _family == RegressionFamily.Gaussian && _link == RegressionLink.Identity ? PearsonSquares() / Target.Length
        : PearsonSquares() / (Target.Length - _data.Design.Columns.Count);

    private void Begin()
    {
        double mean = 0, total = 0;
        for (int row = 0; row < Target.Length; row++)
        {
            mean += Weight(row) * Target[row];
            total += Weight(row);
        }

        mean /= total;
        for (int row = 0; row < Target.Length; row++)
        {
            double start = _family.Start(Target[row], mean, Weight(row));
            _sums[row] = MeanCurve.Sum(_link, _family == RegressionFamily.Gaussian && !MeanCurve.IsInRange(_link, start) ? Math.Abs(mean) : start);
            if (!double.IsFinite(_sums[row]))
            {
                _sums[row] = MeanCurve.Sum(_link, mean);
            }
        }

        if (!double.IsFinite(Measure(_sums)))
        {
            throw new ModelyardException($"The link '{_link}' has no sum for the mean '{mean}' of the target '{_data.TargetName}'. Choose another link.");
        }

        Linearise();
    }

    /// <summary>Makes the weighted least-squares problem of the next step.</summary>
    private void Linearise() => ParallelLoop.Blocks(
        Target.Length,
        Block,
        _context.Parallelism,
        (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                double slope = MeanCurve.Slope(_link, _sums[row], Means[row]), weight = slope * slope / _family.Variance(Means[row], Rests[row]);

                // Near 1 the error of a target of 1 is the rest itself, which has digits that the difference has not.
                double error = _family.IsBinomial && Target[row] == 1 ? Rests[row] : Target[row] - Means[row];
                Weights[row] = Math.Max(weight * Weight(row), 1e-300);
                Residuals[row] = slope == 0 ? 0 : error / slope;
                _response[row] = _sums[row] + Residuals[row] - (_data.OffsetArray is { } offset ? offset[row] : 0);
            }
        },
        _context.Cancellation);

    private DesignFactor Step()
    {
        try
        {
            return DesignFactor.Of(_data.Design, _response, Weights, _context);
        }
        catch (ModelyardException) when (Iterations > 1)
        {
            // With equal weights the columns are told apart, or the first step had failed: weights have gone to 0, as means go to the ends of their range.
            throw Separation.Unnamed(_family, _data);
        }
    }

    private Matrix Observed(DesignFactor factor)
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
                    double slope = MeanCurve.Slope(_link, _sums[row], Means[row]), bend = MeanCurve.Bend(_link, _sums[row], Means[row]);
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

    /// <summary>Computes the coefficients to which Newton's method goes; those of Fisher where the likelihood does not bend downwards.</summary>
    private double[] Newton(DesignFactor factor)
    {
        if (!Cholesky.TryOf(Observed(factor), out Cholesky? information))
        {
            return factor.Coefficients;
        }

        double[] gradient = [.. factor.Coefficients.Zip(_coefficients!, (to, from) => to - from)], next = (double[])_coefficients!.Clone();
        TriangularSolve.InPlace(factor.Transform, upper: true, transpose: false, gradient);
        information.Solve(gradient);
        MatrixProduct.MultiplyVector(factor.Transform, gradient, next, beta: 1);
        return next;
    }

    /// <summary>Goes to new coefficients, or part of the way where the likelihood would fall.</summary>
    /// <returns>The greatest step, in standard errors.</returns>
    private double Advance(double[] next)
    {
        double[] sums = new double[_sums.Length];
        double length = 1;
        double[] taken = next;
        for (int halving = 0; ; halving++)
        {
            Multiply(taken, sums);
            double deviance = Measure(sums);
            if (double.IsFinite(deviance) && (_coefficients is null || deviance <= Deviance + (1e-8 * (Math.Abs(Deviance) + 1)) || halving >= MostHalvings))
            {
                Deviance = deviance;
                break;
            }

            if (_coefficients is null)
            {
                Restart(sums);
                return double.PositiveInfinity;
            }

            if (halving >= MostHalvings)
            {
                throw new ModelyardException($"The means of the link '{_link}' leave their range however small a step is. Take the link 'Log', or features that add up to a mean above 0.");
            }

            length /= 2;
            taken = [.. next.Zip(_coefficients, (to, from) => from + (length * (to - from)))];
        }

        double step = Size(taken);
        (_coefficients, _sums) = (taken, sums);
        return step;
    }

    /// <summary>Begins anew from one mean for all, where the first coefficients gave some rows none.</summary>
    private void Restart(double[] sums)
    {
        double mean = 0, total = 0;
        for (int row = 0; row < Target.Length; row++)
        {
            mean += Weight(row) * Target[row];
            total += Weight(row);
        }

        double[] constant = new double[_data.Design.Columns.Count];
        constant[0] = MeanCurve.Sum(_link, mean / total);
        Multiply(constant, sums);
        Deviance = Measure(sums);
        if (!_data.Design.HasIntercept || !double.IsFinite(Deviance))
        {
            throw new ModelyardException($"The means of the link '{_link}' leave their range at the start. Take the link 'Log', or an intercept.");
        }

        (_coefficients, _sums) = (constant, sums);
    }

    private double Size(double[] next)
    {
        if (_coefficients is null)
        {
            return double.PositiveInfinity;
        }

        // The errors of what is not linear are those of the working problem, of the scale that is estimated so far.
        double scale = _family.HasFixedScale ? 1 : Math.Max(PearsonSquares() / (Target.Length - next.Length), double.Epsilon), greatest = 0;
        DesignFactor factor = Factor;
        for (int j = 0; j < next.Length; j++)
        {
            double error = Math.Sqrt(scale * VectorKernels.SumOfSquares(factor.Transform.Row(j)));
            greatest = Math.Max(greatest, Math.Abs(next[j] - _coefficients[j]) / error);
        }

        return greatest;
    }

    private void Multiply(double[] coefficients, double[] sums)
    {
        MatrixProduct.MultiplyVector(_data.Design.Values, coefficients, sums, degree: _context.Parallelism);
        if (_data.OffsetArray is { } offset)
        {
            VectorKernels.Axpy(1, offset, sums);
        }
    }

    /// <summary>Computes the means of sums and their deviance; infinite where a sum has no mean.</summary>
    private double Measure(double[] sums) => ParallelLoop.Reduce(
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
}
