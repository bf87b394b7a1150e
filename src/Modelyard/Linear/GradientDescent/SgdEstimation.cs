using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Fits estimators by gradient descent: to data in memory, to streams, and step by step for a record of the path.</summary>
internal static class SgdEstimation
{
    private const int MostTraced = 10_000;

    internal static IPredictiveModel Fit(ISgdEstimator estimator, Dataset data, double[] weights, FitContext context)
    {
        FitChecks.Run(estimator, data, context);
        SgdLearning learning = estimator.CreateLearning(data.ClassCount, context);
        context.Checkpoint();
        var shape = DataShape.Of(data);
        var rows = new SgdRows(data, weights);
        FeatureMoments moments = context.Aggregate(data, new FeatureMoments(data.FeatureCount));
        return estimator.CreateModel(shape, learning.Run(() => [rows], estimator.Start(shape, rows)), moments);
    }

    internal static IPredictiveModel FitStream(ISgdEstimator estimator, IDataStream stream, Func<Dataset, double[]> weigh, FitContext context)
    {
        FitChecks.Begin(estimator, stream.Shape);
        SgdLearning learning = estimator.CreateLearning(stream.Shape.Classes.Count, context);
        var moments = new FeatureMoments(stream.Shape.Schema.Count);
        SgdRows? first = null;
        long rows = 0;
        foreach (Dataset chunk in stream.Read(context))
        {
            stream.Shape.Check(chunk);
            FitChecks.Run(estimator, chunk, context, rows);
            rows += chunk.RowCount;
            moments.Merge(context.Aggregate(chunk, moments));
            first ??= new SgdRows(chunk, weigh(chunk));
        }

        if (first is null)
        {
            throw new ModelyardException($"'{estimator.GetType().Name}' was given no rows and needs at least one.");
        }

        SgdState state = estimator.Start(stream.Shape, first);
        state = learning.Run(() => stream.Read(context).Select(chunk => new SgdRows(chunk, weigh(chunk))), state);
        return estimator.CreateModel(stream.Shape, state, moments);
    }

    /// <summary>Learns and records the parameters and the cost after each step.</summary>
    internal static GradientPath Trace(ISgdEstimator estimator, Dataset data, double[] weights, ReadOnlySpan<double> start, FitContext context)
    {
        FitChecks.Run(estimator, data, context);
        var settings = (GradientDescent)estimator;
        var shape = DataShape.Of(data);
        var rows = new SgdRows(data, weights);
        SgdState state = estimator.Start(shape, rows);
        int size = state.Weights.Length + (settings.Intercept ? state.Scores : 0);
        if (size > MostTraced)
        {
            throw new ModelyardException($"The path of '{size:N0}' parameters cannot be recorded; there may be '{MostTraced:N0}'.");
        }

        if (!start.IsEmpty)
        {
            Write(start, size, state);
        }

        SgdLearning learning = estimator.CreateLearning(data.ClassCount, context);
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        var points = new List<double>();
        var costs = new List<double>();
        void Record(SgdState now)
        {
            (Matrix coefficients, double[] intercepts) = now.Read();
            points.AddRange(coefficients.AsSpan());
            points.AddRange(settings.Intercept ? intercepts : []);
            costs.Add(Cost(settings, learning, rows, all, coefficients, intercepts));
        }

        Record(state);
        learning.Steps.Observer = Record;
        learning.Run(() => [rows], state);
        return new GradientPath(Names(shape, settings, state.Scores), new Matrix([.. points], costs.Count, size), [.. costs]);
    }

    /// <summary>Computes the cost at some parameters.</summary>
    internal static double Cost(ISgdEstimator estimator, Dataset data, double[] weights, ReadOnlySpan<double> parameters, FitContext context)
    {
        FitChecks.Run(estimator, data, context);
        var settings = (GradientDescent)estimator;
        var rows = new SgdRows(data, weights);
        SgdState state = estimator.Start(DataShape.Of(data), rows);
        Write(parameters, state.Weights.Length + (settings.Intercept ? state.Scores : 0), state);
        (Matrix coefficients, double[] intercepts) = state.Read();
        return Cost(settings, estimator.CreateLearning(data.ClassCount, context), rows, [.. Enumerable.Range(0, rows.Count)], coefficients, intercepts);
    }

    /// <summary>Weighs features by the sizes of their coefficients times their standard deviations.</summary>
    internal static double[] Importances(Matrix coefficients, FeatureMoments moments)
    {
        double[] sizes = new double[coefficients.Columns];
        for (int j = 0; j < sizes.Length; j++)
        {
            for (int k = 0; k < coefficients.Rows; k++)
            {
                sizes[j] += Math.Abs(coefficients[k, j]);
            }

            sizes[j] *= moments.StandardDeviation(j);
        }

        return CoefficientChecks.Shares(sizes);
    }

    private static double Cost(GradientDescent settings, SgdLearning learning, SgdRows rows, int[] all, Matrix coefficients, double[] intercepts)
    {
        double penalty = 0;
        foreach (double coefficient in coefficients.AsSpan())
        {
            penalty += (0.5 * settings.L2 * coefficient * coefficient) + (settings.L1 * Math.Abs(coefficient));
        }

        return learning.Steps.MeanLoss(rows, all, coefficients, intercepts) + penalty;
    }

    private static void Write(ReadOnlySpan<double> parameters, int size, SgdState state)
    {
        if (parameters.Length != size)
        {
            throw new ModelyardException($"There are '{parameters.Length}' parameters and there must be '{size}': the coefficients, score by score, and then the intercepts.");
        }

        parameters[..state.Weights.Length].CopyTo(state.Weights);
        parameters[state.Weights.Length..].CopyTo(state.Intercepts);
    }

    private static string[] Names(DataShape shape, GradientDescent settings, int scores)
    {
        string Of(string name, int score) => scores == 1 ? name : $"{name} ({shape.Classes[score]})";
        var names = new List<string>();
        for (int score = 0; score < scores; score++)
        {
            names.AddRange(shape.Schema.Select(feature => Of(feature.Name, score)));
        }

        names.AddRange(Enumerable.Range(0, settings.Intercept ? scores : 0).Select(score => Of("intercept", score)));
        return [.. names];
    }
}
