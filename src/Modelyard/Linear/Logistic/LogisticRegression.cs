using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents logistic regression: the logarithm of the odds is linear in the features.</summary>
/// <remarks>
/// Minimises <c>C Σ weight · log loss + (1 − ρ)/2 ‖W‖² + ρ ‖W‖₁</c> with ρ = 0 for L2, 1 for L1, <see cref="L1Ratio"/> for the elastic net;
/// intercepts are not penalised. Two classes share one set of coefficients; more have one set each (the multinomial model, not one against the rest).
/// L-BFGS in variables that are scaled so that the curvature is near 1: by its diagonal, and where the coefficients are few by all of it
/// (Newton's metric). Without a penalty classes that are separable have no best coefficients: the fit warns of it and ends where it sees it. Sparse features are never centred nor
/// stored densely as a whole. Source: Nocedal and Wright (2006), Numerical Optimization, chapters 6 and 7.
/// </remarks>
public sealed record LogisticRegression : IClassifier<LogisticModel>, IStreamingEstimator
{
    /// <summary>Gets the kind of penalty.</summary>
    [Hyperparameter(Meaning = "Kind of penalty on the coefficients.")]
    public LogisticPenalty Penalty { get; init; } = LogisticPenalty.L2;

    /// <summary>Gets the inverse of the strength of the penalty.</summary>
    [Hyperparameter(Meaning = "Inverse of the strength of the penalty.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-4, 1e4])]
    public double C { get; init; } = 1;

    /// <summary>Gets the share of L1 in the penalty of the elastic net.</summary>
    [Hyperparameter(Meaning = "Share of L1 in the penalty of the elastic net.", Minimum = 0, Maximum = 1)]
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets how classes are weighted.</summary>
    [Hyperparameter(Meaning = "How classes are weighted.", SearchAll = true)]
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>Gets the greatest number of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Gets the greatest derivative, in scaled variables, at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Greatest derivative, in scaled variables, at which the fit ends.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-8;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true };

    private double Strength => Penalty == LogisticPenalty.None ? 0 : 1 / C;

    private double Share => Penalty switch
    {
        LogisticPenalty.L1 => 1,
        LogisticPenalty.ElasticNet => L1Ratio,
        _ => 0,
    };

    /// <inheritdoc/>
    public LogisticModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        var objective = LogisticObjective.Of(data, data.WeightsWith(ClassWeight).ToArray(), Strength * (1 - Share), Intercept, context);
        return context.Within(() => Minimise(objective, DataShape.Of(data), context));
    }

    /// <summary>Learns the same model from a stream, which is read once for each evaluation of the loss: some tens of times.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The model, a <see cref="LogisticModel"/>.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public IPredictiveModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Begin(this, stream.Shape);
        double[] totals = new double[stream.Shape.Classes.Count];
        LogisticSurvey survey = LogisticSurvey.Of(this, stream, totals, context);
        double[] factors = ClassFactors(totals);
        var objective = LogisticObjective.Of(
            survey, layout => new LogisticStream(stream, layout, survey, factors, context), stream.Shape.Schema.Count, Strength * (1 - Share), Intercept, context);
        return context.Within(() => Minimise(objective, stream.Shape, context));
    }

    private LogisticModel Minimise(LogisticObjective objective, DataShape shape, FitContext context)
    {
        LogisticOutcome outcome = LogisticSolver.Minimise(objective, Strength * Share, MaxIterations, Tolerance, context);
        if (outcome == LogisticOutcome.Separable)
        {
            context.Warn(
                $"The classes of '{shape.TargetName}' are separable: weighted sums of the features part all or some of their rows, so without a penalty the coefficients of '{nameof(LogisticRegression)}' grow without end. "
                + "They are those at which this was seen. Choose the penalty 'L2', or leave out the feature that gives the classes away.");
        }
        else if (outcome == LogisticOutcome.Unconverged)
        {
            context.Warn(context.OutOfTime
                ? $"The time budget ended '{nameof(LogisticRegression)}' before it converged; the coefficients are those found so far."
                : $"'{nameof(LogisticRegression)}' did not converge in '{MaxIterations}' steps{(objective.Separates(objective.Parameters) ? ": the classes are separable and the penalty is weak" : "")}. Scale the features, raise MaxIterations, or lower C.");
        }

        return objective.ToModel(shape.Schema, shape.Classes);
    }

    /// <summary>Computes what the weight of a row of each class is multiplied by, as <see cref="Dataset.WeightsWith"/> does; nothing where classes weigh alike.</summary>
    private double[] ClassFactors(double[] totals)
    {
        double all = totals.Sum();
        int present = totals.Count(total => total > 0);
        return ClassWeight == ClassWeight.None ? [] : Array.ConvertAll(totals, total => total > 0 ? all / (present * total) : 0);
    }
}
