using Modelyard.Kernels.Margins;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a linear support vector machine for classes, for many rows or many features, dense or sparse.</summary>
/// <remarks>
/// Minimises <c>penalty + C Σ weight · loss(margin)</c>; several classes are told apart each from the rest. As in LIBLINEAR the intercept is the weight of a feature of
/// the constant value <see cref="InterceptScaling"/> and is penalised as the others are: raise the scaling where that matters. Balanced class weights apply to both of two
/// classes; of several, to the one and not to the rest. The L1 penalty goes with the squared hinge loss only. Where the chosen solver does not arrive, another ends the fit.
/// The probability of a class is <c>1 / (1 + exp(−score))</c> or, with <see cref="CalibrationFolds"/>, Platt's sigmoid of the score learned by cross-fitting; over several
/// classes they are divided by their sum. Sources: Fan, Chang, Hsieh, Wang and Lin (2008), LIBLINEAR, JMLR 9; Platt (1999). The features should be on one scale.
/// </remarks>
public sealed record LinearSvc : IClassifier<LinearSvcModel>
{
    /// <summary>Gets the price of a unit of loss.</summary>
    [Hyperparameter(Meaning = "Price of a unit of loss.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-3, 1e2])]
    public double C { get; init; } = 1;

    /// <summary>Gets what a row costs that is on the wrong side of the margin.</summary>
    [Hyperparameter(Meaning = "What a row costs on the wrong side of the margin.")]
    public HingeLoss Loss { get; init; } = HingeLoss.SquaredHinge;

    /// <summary>Gets the kind of penalty on the weights.</summary>
    [Hyperparameter(Meaning = "Kind of penalty on the weights.")]
    public MarginPenalty Penalty { get; init; } = MarginPenalty.L2;

    /// <summary>Gets which of two equivalent problems is solved.</summary>
    [Hyperparameter(Meaning = "Which of two equivalent problems is solved.")]
    public MarginSolver Solver { get; init; } = MarginSolver.Auto;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the value of the constant feature whose weight is the intercept; the greater, the less the intercept is penalised.</summary>
    [Hyperparameter(Meaning = "Value of the constant feature whose weight is the intercept.", Minimum = 0, MinimumExclusive = true)]
    public double InterceptScaling { get; init; } = 1;

    /// <summary>Gets how classes are weighted.</summary>
    [Hyperparameter(Meaning = "How classes are weighted.", SearchAll = true)]
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>Gets how close to the minimum the fit ends; the primal ends sooner by the share of the rarer side.</summary>
    [Hyperparameter(Meaning = "How close to the minimum the fit ends.", Minimum = 0, MinimumExclusive = true)]
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Gets the greatest number of passes over the rows, or of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of passes or steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Gets the number of folds from which the sigmoids of the probabilities are learned; none takes the logistic function of the score.</summary>
    [Hyperparameter(Meaning = "Folds from which sigmoids are learned; none takes the logistic function of the score.", Minimum = 2, Maximum = 100)]
    public int? CalibrationFolds { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public LinearSvcModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CheckCombination();
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        var rows = new LinearRows(data, Intercept ? InterceptScaling : 0);
        RowRotation? rotation = Penalty == MarginPenalty.L2 ? context.Within(() => RowRotation.For(rows, Counted(data))) : null;
        LinearRows turned = rotation is null ? rows : context.Within(() => rotation.Apply(rows));
        var sides = new OneAgainstRest(data, C, ClassWeight, CalibrationFolds ?? 0, context);
        (int Score, int Fold)[] parts =
        [
            .. Enumerable.Range(0, sides.ScoreCount).SelectMany(score => Enumerable.Range(-1, 1 + sides.FoldCount(score)).Select(fold => (score, fold))),
        ];
        var solutions = new LinearSolution[parts.Length];
        FitContext inner = parts.Length == 1 ? context : context with { Parallelism = 1 };
        int begun = 0, done = 0, threads = Math.Min(parts.Length, context.Parallelism);
        bool isCut = false;
        ParallelLoop.For(
            parts.Length,
            context.Parallelism,
            part =>
            {
                (int score, int fold) = parts[part];
                double[] targets = sides.Sides(score);
                context.Cancellation.ThrowIfCancellationRequested();
                var problem = new LinearProblem(turned, targets, sides.Prices(score, fold), Tolerance, MaxIterations);

                // Each gets its even share of the time that is left.
                int waiting = parts.Length - Interlocked.Increment(ref begun) + 1;
                FitContext own = inner.WithShare(Math.Min(1, (double)threads / waiting));
                LinearSolution solution = Solve(problem, (ulong)part + 1, own);
                solutions[part] = rotation is null ? solution : solution with { Weights = rotation.Back(solution.Weights) };
                if (!solution.Converged && own.OutOfTime)
                {
                    Volatile.Write(ref isCut, true);
                }

                sides.Decide(score, fold, row => rows.Score(row, solutions[part].Weights));
                context.Report(Interlocked.Increment(ref done), parts.Length);
            },
            context.Cancellation);
        Warn(solutions, isCut, context);
        return ToModel(data, rows, sides, [.. parts.Zip(solutions).Where(pair => pair.First.Fold < 0).Select(pair => pair.Second.Weights)]);
    }

    private LinearSolution Solve(LinearProblem problem, ulong part, FitContext context) => Penalty == MarginPenalty.L1
        ? SparseMarginDescent.Solve(problem, context.Random(part), context)
        : L2Margins.Solve(problem, epsilon: -1, Loss == HingeLoss.SquaredHinge, Solver, context.Random(part), context);

    private static int[] Counted(Dataset data) => [.. Enumerable.Range(0, data.RowCount).Where(row => !data.HasWeights || data.Weights[row] > 0)];

    private void CheckCombination()
    {
        if (Penalty == MarginPenalty.L1 && Loss == HingeLoss.Hinge)
        {
            throw new ModelyardException($"{nameof(Penalty)} is 'L1' and {nameof(Loss)} is 'Hinge', which do not go together. Choose the loss 'SquaredHinge', or the penalty 'L2'.");
        }

        if (Penalty == MarginPenalty.L1 && Solver == MarginSolver.Dual)
        {
            throw new ModelyardException($"{nameof(Penalty)} is 'L1' and {nameof(Solver)} is 'Dual', which do not go together. Choose the solver 'Primal' or 'Auto'.");
        }

        if (Loss == HingeLoss.Hinge && Solver == MarginSolver.Primal)
        {
            throw new ModelyardException($"{nameof(Loss)} is 'Hinge' and {nameof(Solver)} is 'Primal', which do not go together. Choose the solver 'Dual' or 'Auto', or the loss 'SquaredHinge'.");
        }
    }

    private void Warn(LinearSolution[] solutions, bool isCut, FitContext context)
    {
        if (Array.Exists(solutions, solution => !solution.Converged))
        {
            context.Warn(isCut
                ? $"The time budget ended '{nameof(LinearSvc)}' before it converged; the weights are those found so far."
                : $"'{nameof(LinearSvc)}' did not converge in '{MaxIterations}' passes. Scale the features, lower C, or raise MaxIterations or Tolerance.");
        }
    }

    private static LinearSvcModel ToModel(Dataset data, LinearRows rows, OneAgainstRest sides, double[][] weights)
    {
        var coefficients = new Matrix(weights.Length, data.FeatureCount);
        double[] intercepts = new double[weights.Length];
        for (int score = 0; score < weights.Length; score++)
        {
            weights[score].AsSpan(0, data.FeatureCount).CopyTo(coefficients.Row(score));
            intercepts[score] = rows.Intercept(weights[score]);
        }

        return new LinearSvcModel(data.Schema, data.Classes, coefficients, intercepts, sides.Present, [.. Enumerable.Range(0, weights.Length).Select(sides.Calibrate)]);
    }
}
