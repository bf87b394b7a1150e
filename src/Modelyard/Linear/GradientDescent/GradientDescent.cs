using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents what classification and regression by gradient descent have in common: penalty, steps, and when to end.</summary>
/// <remarks>
/// Minimises <c>(1/n) Σ weight · loss + Alpha ((1 − ρ)/2 ‖W‖² + ρ ‖W‖₁)</c> with ρ = 0 for L2, 1 for L1 and <see cref="L1Ratio"/> for the elastic net;
/// intercepts are not penalised. A step uses <see cref="BatchSize"/> rows: one is stochastic gradient descent, all of them is gradient descent. Rows are
/// shuffled anew for every pass. Plain steps on sparse rows cost the stored elements only: the L2 penalty is one common factor, and the L1 penalty is made up
/// for when a feature is next seen; all other optimisers cost the number of parameters a step.
/// Source: Bottou (2012), Stochastic Gradient Descent Tricks; Tsuruoka, Tsujii and Ananiadou (2009), Stochastic Gradient Descent Training for L1-regularized
/// Log-linear Models with Cumulative Penalty, ACL; Shalev-Shwartz, Singer, Srebro and Cotter (2011), Pegasos; Polyak and Juditsky (1992), Acceleration of
/// Stochastic Approximation by Averaging; Lacoste-Julien, Schmidt and Bach (2012), A Simpler Approach to Obtaining an O(1/t) Convergence Rate for the Projected
/// Stochastic Subgradient Method.
/// </remarks>
public abstract record GradientDescent
{
    private protected GradientDescent()
    {
    }

    /// <summary>Gets the kind of penalty.</summary>
    [Hyperparameter(Meaning = "Kind of penalty on the coefficients.")]
    public SgdPenalty Penalty { get; init; } = SgdPenalty.L2;

    /// <summary>Gets the weight of the penalty.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-6, 0.1])]
    public double Alpha { get; init; } = 1e-4;

    /// <summary>Gets the share of L1 in the penalty of the elastic net.</summary>
    [Hyperparameter(Meaning = "Share of L1 in the penalty of the elastic net.", Minimum = 0, Maximum = 1)]
    public double L1Ratio { get; init; } = 0.15;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the number of rows of a step; 0 or null for all.</summary>
    [Hyperparameter(Meaning = "Number of rows of a step: 1 is stochastic, none or 0 takes all rows.", Minimum = 0)]
    public int? BatchSize { get; init; } = 1;

    /// <summary>Gets how a gradient becomes a step.</summary>
    [Hyperparameter(Meaning = "How a gradient becomes a step.")]
    public SgdOptimizer Optimizer { get; init; } = SgdOptimizer.Plain;

    /// <summary>Gets the share that the past keeps in each step, β.</summary>
    [Hyperparameter(Meaning = "Share that the past keeps in each step.", Minimum = 0, Maximum = 1, MaximumExclusive = true)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Gets the share that the past keeps in the mean of squared gradients; null for 0.999 with Adam and 0.9 with RMSProp.</summary>
    [Hyperparameter(Meaning = "Share that the past keeps in the mean of squared gradients; none for the usual one.", Minimum = 0, Maximum = 1, MaximumExclusive = true)]
    public double? SquareDecay { get; init; }

    /// <summary>Gets how the learning rate changes from step to step.</summary>
    [Hyperparameter(Meaning = "How the learning rate changes from step to step.")]
    public SgdSchedule Schedule { get; init; } = SgdSchedule.Auto;

    /// <summary>Gets the learning rate at the start, α.</summary>
    [Hyperparameter(Meaning = "Learning rate at the start.", Minimum = 0, MinimumExclusive = true, Scale = Scale.Logarithmic, Search = [1e-4, 0.03])]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Gets the power of the schedule 'InverseScaling'.</summary>
    [Hyperparameter(Meaning = "Power of the schedule InverseScaling.", Minimum = 0, Maximum = 1)]
    public double Power { get; init; } = 0.25;

    /// <summary>Gets the number of passes after which the schedule 'Step' lowers the learning rate.</summary>
    [Hyperparameter(Meaning = "Passes after which the schedule Step lowers the learning rate.", Minimum = 1)]
    public int StepEpochs { get; init; } = 10;

    /// <summary>Gets what the schedule 'Step' multiplies the learning rate by.</summary>
    [Hyperparameter(Meaning = "What the schedule Step multiplies the learning rate by.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double StepFactor { get; init; } = 0.5;

    /// <summary>Gets a value indicating whether the model is the mean of the parameters after each step, from the second pass on, later steps weighing more.</summary>
    /// <remarks>With the schedule 'Optimal' coefficients come within 0.002 of the exact ones in 600 passes over 150 rows, and nearer as passes grow.</remarks>
    [Hyperparameter(Meaning = "Whether the parameters are averaged over the steps, from the second pass on, later steps weighing more.", SearchAll = true)]
    public bool Average { get; init; }

    /// <summary>Gets the greatest number of passes over the data.</summary>
    [Hyperparameter(Meaning = "Greatest number of passes over the data.", Minimum = 1)]
    public int MaxEpochs { get; init; } = 1000;

    /// <summary>Gets by how much the mean loss of a pass must fall below the best so far to count as progress; null to make all passes.</summary>
    [Hyperparameter(Meaning = "Fall of the mean loss that counts as progress; none to make all passes.", Minimum = 0)]
    public double? Tolerance { get; init; } = 1e-3;

    /// <summary>Gets the number of passes without progress after which the fit ends.</summary>
    [Hyperparameter(Meaning = "Passes without progress after which the fit ends.", Minimum = 1)]
    public int Patience { get; init; } = 5;

    /// <summary>Gets a value indicating whether progress is measured on rows that are held out; the best parameters are kept.</summary>
    [Hyperparameter(Meaning = "Whether progress is measured on rows that are held out.")]
    public bool EarlyStopping { get; init; }

    /// <summary>Gets the share of the rows that is held out for early stopping.</summary>
    [Hyperparameter(Meaning = "Share of the rows that is held out for early stopping.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    internal double L1 => Penalty switch
    {
        SgdPenalty.L1 => Alpha,
        SgdPenalty.ElasticNet => Alpha * L1Ratio,
        _ => 0,
    };

    internal double L2 => Penalty switch
    {
        SgdPenalty.L2 => Alpha,
        SgdPenalty.ElasticNet => Alpha * (1 - L1Ratio),
        _ => 0,
    };

    internal SgdSchedule ScheduleFor(TaskKind task) => Schedule != SgdSchedule.Auto ? Schedule
        : Optimizer != SgdOptimizer.Plain ? SgdSchedule.Constant
        : task == TaskKind.Regression || Alpha == 0 ? SgdSchedule.InverseScaling
        : SgdSchedule.Optimal;

    /// <summary>Checks what no single hyperparameter can be blamed for.</summary>
    internal void CheckTogether()
    {
        if (Schedule == SgdSchedule.Optimal && Alpha == 0)
        {
            throw new ModelyardException("Alpha is '0' and must be greater than 0 for the schedule 'Optimal', which divides by it. Choose another schedule, or a small Alpha.");
        }
    }
}
