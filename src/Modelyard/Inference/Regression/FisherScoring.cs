using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Maximises the likelihood of a generalised linear model by least squares, again and again.</summary>
internal sealed class FisherScoring
{
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
    private double[]? _coefficients;

    internal FisherScoring(RegressionFamily family, RegressionLink link, RegressionData data, FitContext context)
    {
        (_family, _link, _data, _context) = (family, link, data, context);
        _isNewton = family.HasFixedScale && double.IsNaN(family.Alpha) && link == family.DefaultLink;
        Rows = new WorkingRows(family, link, data, context);
    }

    /// <summary>Gets the factored design, weighted as in the last step.</summary>
    internal DesignFactor Factor { get; private set; } = null!;

    /// <summary>Gets the rows at the coefficients of the last step.</summary>
    internal WorkingRows Rows { get; }

    internal double Deviance { get; private set; }

    internal int Iterations { get; private set; }

    private double[] Target => _data.TargetArray;

    /// <summary>Goes from the means of the target to the coefficients.</summary>
    internal void Run(int mostIterations)
    {
        Rows.Begin();
        double last = double.PositiveInfinity;
        for (Iterations = 1; Iterations <= mostIterations; Iterations++)
        {
            _context.Checkpoint();
            double[] before = (double[])Rows.Sums.Clone();
            DesignFactor factor = Step();
            bool isFirst = _coefficients is null;
            double step = Advance(last <= Near && !_isNewton ? Newton(factor) : factor.Coefficients);
            Factor = factor;
            if (!isFirst && (step <= (_isNewton ? ConvergedNewton : Converged) || (step <= Rounding && step >= 0.5 * last)))
            {
                // Errors are as sure as coefficients only with the weights of the end: p-values of 1e-200 have eight digits then instead of seven.
                Rows.Linearise();
                Factor = Step();
                return;
            }

            if (Iterations >= SeparationFrom)
            {
                Separation.Refuse(_family, _link, _data, before, Rows.Sums, Rows.Means, _coefficients!);
            }

            last = isFirst ? last : step;
            Rows.Linearise();
        }

        throw new ModelyardException($"The likelihood has no maximum after '{mostIterations}' steps. Scale features of very unequal sizes, leave out such as are nearly collinear, or choose another link.");
    }

    /// <summary>Computes the observed information of the last step, in the coordinates in which the expected one is the identity; null where they are the same.</summary>
    /// <remarks>Source: Efron and Hinkley (1978), Assessing the Accuracy of the Maximum Likelihood Estimator: Observed Versus Expected Fisher Information, Biometrika 65(3).</remarks>
    internal Matrix? ObservedInformation() => _isNewton ? null : Rows.Observed(Factor);

    /// <summary>Computes the deviance if no feature explained the target, and the log-likelihood with the scale of the features' fit.</summary>
    internal double NullDeviance(out double likelihood)
    {
        double[] means = new double[Target.Length], rests = new double[Target.Length];
        if (_data.OffsetArray is null)
        {
            double mean = Rows.TargetMean();
            Array.Fill(means, mean);
            Array.Fill(rests, 1 - mean);
        }
        else
        {
            var ones = new DesignMatrix(new Matrix(means.Length, 1), [new DesignTerm(DesignMatrix.InterceptName, 0, 1)]);
            ones.Values.AsSpan().Fill(1);
            var constant = new FisherScoring(_family, _link, RegressionData.Of(ones, Target, _data.WeightArray, _data.TargetName).WithOffset(_data.OffsetArray), _context);
            constant.Run(100);
            (means, rests) = (constant.Rows.Means, constant.Rows.Rests);
        }

        double deviance = 0;
        likelihood = 0;
        double scale = _family.HasFixedScale ? 1 : Rows.PearsonSquares() / (Target.Length - _data.Design.Columns.Count);
        for (int row = 0; row < means.Length; row++)
        {
            deviance += Rows.Weight(row) * _family.Deviance(Target[row], means[row], rests[row]);
            likelihood += _family.LogLikelihood(Target[row], means[row], rests[row], Rows.Weight(row), scale);
        }

        return deviance;
    }

    private DesignFactor Step()
    {
        try
        {
            return DesignFactor.Of(_data.Design, Rows.Response, Rows.Weights, _context);
        }
        catch (ModelyardException) when (Iterations > 1)
        {
            // With equal weights the columns are told apart, or the first step had failed: weights have gone to 0, as means go to the ends of their range.
            throw Separation.Unnamed(_family, _data);
        }
    }

    /// <summary>Computes the coefficients to which Newton's method goes; those of Fisher where the likelihood does not bend downwards.</summary>
    private double[] Newton(DesignFactor factor)
    {
        if (!Cholesky.TryOf(Rows.Observed(factor), out Cholesky? information))
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
        double[] sums = new double[Rows.Sums.Length];
        double length = 1;
        double[] taken = next;
        for (int halving = 0; ; halving++)
        {
            Multiply(taken, sums);
            double deviance = Rows.Measure(sums);
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
        _coefficients = taken;
        Rows.Move(sums);
        return step;
    }

    /// <summary>Begins anew from one mean for all, where the first coefficients gave some rows none.</summary>
    private void Restart(double[] sums)
    {
        double[] constant = new double[_data.Design.Columns.Count];
        constant[0] = MeanCurve.Sum(_link, Rows.TargetMean());
        Multiply(constant, sums);
        Deviance = Rows.Measure(sums);
        if (!_data.Design.HasIntercept || !double.IsFinite(Deviance))
        {
            throw new ModelyardException($"The means of the link '{_link}' leave their range at the start. Take the link 'Log', or an intercept.");
        }

        _coefficients = constant;
        Rows.Move(sums);
    }

    private double Size(double[] next)
    {
        if (_coefficients is null)
        {
            return double.PositiveInfinity;
        }

        // The errors of what is not linear are those of the working problem, of the scale that is estimated so far.
        double scale = _family.HasFixedScale ? 1 : Math.Max(Rows.PearsonSquares() / (Target.Length - next.Length), double.Epsilon), greatest = 0;
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
}
