using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the weighted log loss with its L2 penalty, its gradient and its curvature.</summary>
/// <remarks>Parameters lie feature by feature, the intercept last, one for each set of scores: 1 for two classes, else one a class. The rows come in parts: one if they are in memory, else the chunks of a stream.</remarks>
internal sealed class LogisticObjective
{
    private readonly IEnumerable<LogisticRows> _parts;
    private readonly LogisticLayout _layout;
    private readonly LogisticSurvey _survey;
    private readonly FitContext _context;
    private readonly double[] _spread;
    private readonly double[] _gradient;

    private LogisticObjective(IEnumerable<LogisticRows> parts, LogisticLayout layout, LogisticSurvey survey, double ridge, FitContext context)
    {
        _parts = parts;
        _layout = layout;
        _survey = survey;
        _context = context;
        Ridge = ridge;
        Parameters = new double[layout.Count];
        _spread = new double[layout.SpreadCount];
        _gradient = new double[layout.SpreadCount];
    }

    /// <summary>Gets the number of rows.</summary>
    public long RowCount => _survey.RowCount;

    /// <summary>Gets the number of sets of scores.</summary>
    public int Scores => _layout.Scores;

    /// <summary>Gets the factor of the squares of the coefficients.</summary>
    public double Ridge { get; }

    /// <summary>Gets a value indicating whether the last line of parameters is the intercept.</summary>
    public bool HasIntercept => _layout.HasIntercept;

    /// <summary>Gets the parameters: all 0 at first, the minimum in the end.</summary>
    public double[] Parameters { get; }

    /// <summary>Gets the number of classes that have any weight; with fewer than two there is nothing to learn.</summary>
    public int PresentClasses => _survey.Present.Length;

    /// <summary>Gets a value indicating whether the loss was ever computed.</summary>
    public bool HasLoss { get; private set; }

    /// <summary>Gets the number of parameters of a class.</summary>
    public int Lines => _layout.Lines;

    /// <summary>Creates the objective of a data set; classes without weight take no part.</summary>
    public static LogisticObjective Of(Dataset data, double[] weights, double ridge, bool intercept, FitContext context)
    {
        SparseMatrix? columns = data.IsSparse ? data.SparseFeatures.Transpose(context.Checkpoint) : null;
        LogisticSurvey survey = LogisticSurvey.Of(data, columns, context);
        LogisticLayout layout = Layout(survey, data.FeatureCount, intercept);
        int[] labels = Array.ConvertAll(data.Labels.ToArray(), label => survey.Positions[label]);
        LogisticRows rows = columns is null
            ? new DenseLogisticRows(data.Features, layout, labels, weights, context)
            : new SparseLogisticRows(data.SparseFeatures, columns, layout, labels, weights, context);
        return new LogisticObjective([rows], layout, survey, ridge, context);
    }

    /// <summary>Creates the objective of a stream, which is read anew for each evaluation.</summary>
    /// <param name="survey">What was gathered from all rows.</param>
    /// <param name="read">Reads the chunks, given how the parameters lie.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="ridge">The factor of the squares of the coefficients.</param>
    /// <param name="intercept">Whether an intercept is learned.</param>
    /// <param name="context">What surrounds the fit.</param>
    public static LogisticObjective Of(LogisticSurvey survey, Func<LogisticLayout, IEnumerable<LogisticRows>> read, int features, double ridge, bool intercept, FitContext context)
    {
        LogisticLayout layout = Layout(survey, features, intercept);
        return new LogisticObjective(read(layout), layout, survey, ridge, context);
    }

    /// <summary>Computes the loss and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Spread(parameters);
        Array.Clear(_gradient);
        double loss = 0;
        foreach (LogisticRows part in _parts)
        {
            loss += part.AddLoss(_spread, _gradient);
        }

        HasLoss = true;

        for (int line = 0; line < _layout.Lines; line++)
        {
            _gradient.AsSpan(line * _layout.Width, Scores).CopyTo(gradient[(line * Scores)..]);
        }

        int penalised = _layout.Features * Scores;
        VectorKernels.Axpy(Ridge, parameters[..penalised], gradient[..penalised]);
        return loss + (0.5 * Ridge * VectorKernels.SumOfSquares(parameters[..penalised]));
    }

    /// <summary>Computes a bound on the diagonal of the curvature that holds everywhere: that of a row of which nothing is known.</summary>
    /// <returns>One number a line of parameters.</returns>
    public double[] CurvatureBound()
    {
        double share = Scores == 1 ? 0.25 : 1.0 / Scores * (1 - (1.0 / Scores));
        double[] bound = new double[_layout.Lines];
        for (int line = 0; line < bound.Length; line++)
        {
            bound[line] = line < _layout.Features ? (share * _survey.Squares[line]) + Ridge : share * _survey.Weight;
        }

        return bound;
    }

    /// <summary>Computes the matrix of second derivatives at the parameters that were last spread.</summary>
    /// <param name="every">The curvature is taken from every n-th row, whose weight is n-fold.</param>
    /// <param name="holdsCoefficients">Whether the direction in which a coefficient of all classes moves alike, which the loss does not feel, is given some curvature, as that of the intercepts is.</param>
    /// <returns>A symmetric matrix, parameters x parameters.</returns>
    public Matrix Curvature(long every, bool holdsCoefficients = true) => new LogisticCurvature(_layout, _spread, every, _context).Of(_parts, RowCount, Ridge, holdsCoefficients ? 0 : _layout.Features);

    /// <summary>Computes what all classes' second derivatives have in common: those by the parameters of one class, in the mean over the classes.</summary>
    /// <param name="every">The curvature is taken from every n-th row, whose weight is n-fold.</param>
    /// <returns>A symmetric matrix, lines of parameters x lines.</returns>
    public Matrix SharedCurvature(long every) => new LogisticCurvature(_layout, _spread, every, _context).Shared(_parts, RowCount, Ridge);

    /// <summary>Tells whether every row of some weight scores highest for its own class: then greater parameters of the same direction score it higher still, without end.</summary>
    internal bool Separates(ReadOnlySpan<double> parameters)
    {
        Spread(parameters);
        foreach (LogisticRows part in _parts)
        {
            if (!part.AreSeparated(_spread))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Computes the largest change that a change of the parameters makes to a score.</summary>
    internal double LargestChange(ReadOnlySpan<double> change)
    {
        Spread(change);
        return _parts.Max(part => part.LargestScore(_spread));
    }

    /// <summary>Computes the largest change that the Newton step of one coefficient alone makes to a score. Where scores have parted the rows of a feature for good, that is about 1 however far they go.</summary>
    internal double LargestSingleStep(ReadOnlySpan<double> parameters)
    {
        double[] gradient = new double[parameters.Length], sums = new double[_layout.Features * Scores], sizes = new double[_layout.Features];
        Evaluate(parameters, gradient);
        foreach (LogisticRows part in _parts)
        {
            part.AddDiagonal(_spread, sums, sizes);
        }

        double largest = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            largest = Math.Max(largest, sums[i] > 0 ? Math.Abs(gradient[i]) / sums[i] * sizes[i / Scores] : 0);
        }

        return largest;
    }

    /// <summary>Makes the parameters ready for scoring: padded to whole vectors, the intercept last.</summary>
    internal void Spread(ReadOnlySpan<double> parameters)
    {
        for (int line = 0; line < _layout.Lines; line++)
        {
            parameters.Slice(line * Scores, Scores).CopyTo(_spread.AsSpan(line * _layout.Width));
        }
    }

    /// <summary>Creates the model of the parameters; a class that was absent gets no probability.</summary>
    internal LogisticModel ToModel(FeatureSchema schema, IReadOnlyList<string> classes)
    {
        const double Never = -1e9;
        bool two = classes.Count == 2;
        var coefficients = new Matrix(two ? 1 : classes.Count, _layout.Features);
        double[] intercepts = new double[coefficients.Rows];
        int[] present = _survey.Present;
        if (PresentClasses < 2)
        {
            Array.Fill(intercepts, Never);
            intercepts[two ? 0 : present[0]] = two ? (present[0] == 1 ? -Never : Never) : 0;
        }
        else
        {
            Array.Fill(intercepts, two ? 0 : Never);
            for (int i = 0; i < present.Length; i++)
            {
                intercepts[two ? 0 : present[i]] = 0;
            }

            for (int score = 0; score < Scores; score++)
            {
                int target = two ? 0 : present[Scores == 1 ? 1 : score];
                for (int j = 0; j < _layout.Features; j++)
                {
                    coefficients[target, j] = Parameters[(j * Scores) + score];
                }

                intercepts[target] = HasIntercept ? Parameters[(_layout.Features * Scores) + score] : 0;
            }
        }

        return new LogisticModel(schema, classes, coefficients, intercepts, Importances(coefficients));
    }

    private static LogisticLayout Layout(LogisticSurvey survey, int features, bool intercept) =>
        new(features, survey.Present.Length == 2 ? 1 : survey.Present.Length, intercept);

    private double[] Importances(Matrix coefficients)
    {
        double[] sizes = new double[_layout.Features];
        for (int j = 0; j < sizes.Length; j++)
        {
            double size = 0;
            for (int i = 0; i < coefficients.Rows; i++)
            {
                size += Math.Abs(coefficients[i, j]);
            }

            sizes[j] = size * _survey.Deviations[j];
        }

        return CoefficientChecks.Shares(sizes);
    }
}
