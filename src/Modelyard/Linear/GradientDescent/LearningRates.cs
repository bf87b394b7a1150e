using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Computes the learning rate of each step.</summary>
internal sealed class LearningRates
{
    private readonly GradientDescent _settings;
    private readonly SgdSchedule _schedule;
    private readonly ScoreLoss _loss;

    internal LearningRates(GradientDescent settings, TaskKind task, ScoreLoss loss)
    {
        _settings = settings;
        _schedule = settings.ScheduleFor(task);
        _loss = loss;
    }

    /// <summary>Gets a value indicating whether the learning rate falls when the loss does not.</summary>
    internal bool IsAdaptive => _schedule == SgdSchedule.Adaptive;

    /// <summary>Computes a learning rate.</summary>
    /// <param name="state">Where the descent stands.</param>
    /// <param name="epoch">The number of passes before, with the fraction of the present one.</param>
    internal double At(SgdState state, double epoch) => _schedule switch
    {
        SgdSchedule.InverseScaling => _settings.LearningRate / Raised(state.Steps + 1),
        SgdSchedule.Optimal when _settings is { Average: true, L1: > 0 } => Slower(FirstStep(state), state.Steps),
        SgdSchedule.Optimal => 1 / (_settings.Alpha * (FirstStep(state) + state.Steps)),
        SgdSchedule.Step => _settings.LearningRate * Math.Pow(_settings.StepFactor, Math.Floor(epoch / _settings.StepEpochs)),
        SgdSchedule.Cosine => _settings.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, epoch / _settings.MaxEpochs))),
        SgdSchedule.Adaptive => _settings.LearningRate * state.Factor,
        _ => _settings.LearningRate,
    };

    /// <summary>Raises the number of a step to the schedule's power; the usual powers by roots, which cost a fraction of it (sgd_1m).</summary>
    private double Raised(double step) => _settings.Power switch
    {
        0.25 => Math.Sqrt(Math.Sqrt(step)),
        0.5 => Math.Sqrt(step),
        _ => Math.Pow(step, _settings.Power),
    };

    /// <summary>Computes steps that fall by the power 3/4. Those that fall by 1/t are too small where Alpha curves the loss less than it says, as a share of L1 does; averaged, the larger ones lose nothing (Xu, 2011).</summary>
    private double Slower(double first, long steps) => Math.Pow(1 + (steps / first), -0.75) / (_settings.Alpha * first);

    /// <summary>Chooses t₀ by Bottou's heuristic, that a weight of typical size must not be thrown over by the first step, and so that a step on a row of mean length does not overshoot.</summary>
    private double FirstStep(SgdState state)
    {
        double typical = Math.Sqrt(1 / Math.Sqrt(_settings.Alpha));
        double rate = Math.Min(typical / Math.Max(1, Math.Abs(_loss.SlopeAt(-typical))), 1 / (_loss.Curvature * state.SquaredLength));
        return 1 / (rate * _settings.Alpha);
    }
}
