namespace Modelyard.Linear;

/// <summary>Turns a gradient into a step of the parameters.</summary>
/// <remarks>
/// The L1 penalty follows as a proximal step in the metric of the optimiser: what a parameter's own learning rate times the penalty would carry past 0 becomes 0,
/// so that the minimum is that of the penalised loss for every optimiser.
/// </remarks>
internal static class OptimizerStep
{
    private const double Smallest = 1e-8;

    internal static void Apply(GradientDescent settings, SgdState state, ReadOnlySpan<double> gradient, double rate)
    {
        if (settings.Optimizer != SgdOptimizer.Plain && state.First.Length == 0)
        {
            state.First = new double[gradient.Length];
            state.Second = settings.Optimizer is SgdOptimizer.Adam or SgdOptimizer.AdamW or SgdOptimizer.RmsProp ? new double[gradient.Length] : [];
        }

        int weights = state.Weights.Length;
        Step(settings, state, gradient[..weights], state.Weights, 0, rate, settings.L1);
        Step(settings, state, gradient[weights..], state.Intercepts, weights, rate, 0);
    }

    private static void Step(GradientDescent settings, SgdState state, ReadOnlySpan<double> gradient, Span<double> parameters, int at, double rate, double l1)
    {
        Span<double> first = state.First.Length == 0 ? default : state.First.AsSpan(at, gradient.Length);
        Span<double> second = state.Second.Length == 0 ? default : state.Second.AsSpan(at, gradient.Length);
        double beta = settings.Momentum;
        switch (settings.Optimizer)
        {
            case SgdOptimizer.Plain:
                for (int i = 0; i < gradient.Length; i++)
                {
                    parameters[i] = Soft(parameters[i] - (rate * gradient[i]), rate * l1);
                }

                break;
            case SgdOptimizer.Momentum:
                for (int i = 0; i < gradient.Length; i++)
                {
                    first[i] = (beta * first[i]) + ((1 - beta) * gradient[i]);
                    parameters[i] = Soft(parameters[i] - (rate * first[i]), rate * l1);
                }

                break;
            case SgdOptimizer.ClassicalMomentum or SgdOptimizer.Nesterov:
                bool ahead = settings.Optimizer == SgdOptimizer.Nesterov;
                for (int i = 0; i < gradient.Length; i++)
                {
                    first[i] = (beta * first[i]) + gradient[i];
                    double step = ahead ? gradient[i] + (beta * first[i]) : first[i];
                    parameters[i] = Soft(parameters[i] - (rate * step), rate * l1 / (1 - beta));
                }

                break;
            default:
                Scaled(settings, state, gradient, parameters, first, second, rate, l1, decay: at == 0);
                break;
        }
    }

    private static void Scaled(
        GradientDescent settings, SgdState state, ReadOnlySpan<double> gradient, Span<double> parameters, Span<double> first, Span<double> second, double rate, double l1, bool decay)
    {
        bool adam = settings.Optimizer != SgdOptimizer.RmsProp;
        double beta = adam ? settings.Momentum : 0, squares = settings.SquareDecay ?? (adam ? 0.999 : 0.9);

        // The running means begin at 0; dividing by what they would be of ones takes the bias away.
        double ofFirst = adam ? 1 - Math.Pow(beta, state.Steps + 1) : 1, ofSecond = adam ? 1 - Math.Pow(squares, state.Steps + 1) : 1;
        double shrink = decay && settings.Optimizer == SgdOptimizer.AdamW ? rate * settings.L2 : 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            first[i] = (beta * first[i]) + ((1 - beta) * gradient[i]);
            second[i] = (squares * second[i]) + ((1 - squares) * gradient[i] * gradient[i]);
            double own = rate / (Math.Sqrt(second[i] / ofSecond) + Smallest);
            parameters[i] = Soft(parameters[i] - (shrink * parameters[i]) - (own * first[i] / ofFirst), own * l1);
        }
    }

    private static double Soft(double value, double threshold) =>
        threshold == 0 ? value : Math.Abs(value) <= threshold ? 0 : value - Math.CopySign(threshold, value);
}
