using Modelyard.Pipelines;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Measures how far the answers of a model are from a goal.</summary>
internal sealed class GoalCheck
{
    private readonly CounterfactualGoal _goal;
    private readonly ClassDecision _decision;
    private readonly int _class;

    /// <summary>Initializes a check.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="decision">How classes are decided for.</param>
    /// <exception cref="ModelyardException">The model cannot answer what is wanted.</exception>
    internal GoalCheck(CounterfactualGoal goal, ClassDecision decision)
    {
        _goal = goal;
        _decision = decision;
        IReadOnlyList<string> classes = decision.Classes;
        if (goal.Class is null)
        {
            _class = ClassDecision.None;
            if (classes.Count > 0)
            {
                throw new ModelyardException($"The model predicts a class, and a number from '{goal.Low}' to '{goal.High}' is wanted. Want one of {string.Join(", ", classes)}.");
            }

            return;
        }

        if (classes.Count == 0)
        {
            throw new ModelyardException($"The model predicts a number, and the class '{goal.Class}' is wanted. Want a range of numbers.");
        }

        _class = classes.ToList().IndexOf(goal.Class);
        if (_class < 0)
        {
            throw new ModelyardException($"The wanted class '{goal.Class}' is not one of {string.Join(", ", classes)}.");
        }
    }

    /// <summary>Gets what is reported of outputs: the probability of the wanted class, or the number.</summary>
    internal double ValueOf(ReadOnlySpan<double> outputs) => _class < 0 ? outputs[0] : _decision.ProbabilityOf(outputs, _class);

    /// <summary>Measures how far outputs are from the goal: 0 if they meet it, else more.</summary>
    internal double Gap(ReadOnlySpan<double> outputs)
    {
        double value = ValueOf(outputs);
        double gap = _class < 0 ? Math.Max(_goal.Low - value, value - _goal.High) : _goal.Probability - value;
        if (_class >= 0 && _decision.Of(outputs) != _class)
        {
            gap = Math.Max(gap, Lead(outputs) - value);
            return Math.Max(gap, double.Epsilon);
        }

        // What is no number meets nothing.
        return double.IsNaN(gap) ? double.PositiveInfinity : Math.Max(0, gap);
    }

    /// <summary>Scores outputs, the nearer to the goal the greater, and beyond it still: the logarithm of the odds against the strongest other class, or the number itself, up or down.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="own">What is reported of the row that changes.</param>
    internal double Score(ReadOnlySpan<double> outputs, double own)
    {
        const double Least = 1e-300;
        double value = ValueOf(outputs);
        return _class < 0
            ? own < _goal.Low ? value : -value
            : Math.Log(Math.Max(Least, value)) - Math.Log(Math.Max(Least, _decision.Classes.Count == 2 ? 1 - value : Strongest(outputs)));
    }

    /// <summary>Determines whether a predictor itself answers as wanted for one row.</summary>
    internal bool IsMet(Predictor predictor, double[] row)
    {
        if (_class < 0)
        {
            double number = predictor.PredictNumber(row);
            return number >= _goal.Low && number <= _goal.High;
        }

        double[] probabilities = new double[_decision.Classes.Count];
        return predictor.PredictClass(row, probabilities) == _class && probabilities[_class] >= _goal.Probability;
    }

    /// <summary>Gets the probability from which on the wanted class is predicted.</summary>
    private double Lead(ReadOnlySpan<double> outputs)
    {
        if (_decision.Classes.Count == 2)
        {
            double threshold = _decision.Threshold ?? 0.5;
            return _class == 1 ? threshold : 1 - threshold;
        }

        return Strongest(outputs);
    }

    /// <summary>Gets the greatest probability of another class than the wanted one.</summary>
    private double Strongest(ReadOnlySpan<double> outputs)
    {
        double lead = 0;
        for (int other = 0; other < outputs.Length; other++)
        {
            lead = other == _class ? lead : Math.Max(lead, outputs[other]);
        }

        return lead;
    }
}
