using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out models with curves behind them that make their scores probabilities.</summary>
internal static class CalibrationExport
{
    private const double MostDecision = 1e6;

    internal static GraphValue Of(CalibratedClassificationModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] present = state.Integers("present");
        GraphValue? sum = null;
        for (int member = 0; member < model.Members.Count; member++)
        {
            GraphValue own = Calibrated(model, state, member, present, x);
            sum = sum is { } before ? before + own : own;
        }

        return sum!.Value / model.Members.Count;
    }

    private static GraphValue Calibrated(CalibratedClassificationModel model, StoredState state, int number, int[] present, GraphValue x)
    {
        Graph graph = x.Graph;
        IClassificationModel member = model.Members[number];
        int classes = model.Classes.Count;
        if (model.Method == CalibrationMethod.Temperature)
        {
            GraphValue own = ModelExport.Of(member, x);
            GraphValue powers = own.Greatest(ScoreCalibrator.Margin).Log() * state.Numbers("inverseTemperatures")[number];
            return graph.Choose(own > 0, powers, graph.Number(double.NegativeInfinity)).Softmax();
        }

        if (classes == 2)
        {
            return Curves(model.Method, state, number, 1, Score(model.Method, member, x)).AsPair();
        }

        GraphValue scores = ModelExport.Of(member, x);
        scores = model.Method == CalibrationMethod.Sigmoid ? scores.LogOdds(ScoreCalibrator.Margin) : scores;
        double[] isPresent = [.. Enumerable.Range(0, classes).Select(k => present.Contains(k) ? 1.0 : 0)];
        GraphValue mask = graph.Row(isPresent);
        GraphValue heights = Curves(model.Method, state, number, classes, scores) * mask, sum = heights.Sum();
        return graph.Choose(sum > 0, heights / sum, mask / present.Length);
    }

    /// <summary>Lays out the score of the second class of two.</summary>
    private static GraphValue Score(CalibrationMethod method, IClassificationModel member, GraphValue x)
    {
        if (ClassScores.AreDecisions(member, method))
        {
            GraphValue decision = ModelExport.Decision((IDecisionModel)member, x);
            return x.Graph.Choose(decision.IsNaN(), x.Graph.Number(0), decision.Within(-MostDecision, MostDecision));
        }

        GraphValue probability = ModelExport.Of(member, x).Column(1);
        return method == CalibrationMethod.Sigmoid ? probability.LogOdds(ScoreCalibrator.Margin) : probability;
    }

    /// <summary>Lays out the curves of one member, one a column.</summary>
    private static GraphValue Curves(CalibrationMethod method, StoredState state, int member, int columns, GraphValue scores)
    {
        Graph graph = scores.Graph;
        if (method == CalibrationMethod.Isotonic)
        {
            int[] counts = state.Integers("counts");
            Range own = (member * columns)..((member + 1) * columns);
            return EdgeSearch.Interpolate(scores, state.Parts("places", counts)[own], state.Parts("heights", counts)[own]).Within(0, 1);
        }

        double[] all = state.Numbers("curves");
        GraphValue Parameter(int number) => graph.Row([.. Enumerable.Range(member * columns, columns).Select(curve => all[(3 * curve) + number])]);
        if (method == CalibrationMethod.Sigmoid)
        {
            return (-((Parameter(0) * scores) + Parameter(1))).Logistic();
        }

        GraphValue kept = scores.Within(ScoreCalibrator.BetaMargin, 1 - ScoreCalibrator.BetaMargin);
        return ((Parameter(0) * kept.Log()) - (Parameter(1) * (1 - kept).Log()) + Parameter(2)).Logistic();
    }
}
