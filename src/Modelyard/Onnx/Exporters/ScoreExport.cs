using Modelyard.Baselines;
using Modelyard.Kernels;
using Modelyard.Linear;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out classifications by scores that are weighted sums of the features.</summary>
internal static class ScoreExport
{
    internal static GraphValue Of(BaselineClassificationModel model, GraphValue x) => x.Fill(x.Graph.Row(model.Probabilities), model.Classes.Count);

    internal static GraphValue Of(LogisticModel model, GraphValue x)
    {
        GraphValue scores = Scores(model, x);
        return model.DecisionCount == 1 ? OfLogOdds(scores) : scores.Softmax();
    }

    internal static GraphValue Of(SgdClassificationModel model, GraphValue x)
    {
        GraphValue scores = Scores(model, x);
        bool isHuber = model.Loss == SgdClassificationLoss.ModifiedHuber;
        if (model.DecisionCount == 1)
        {
            return isHuber ? Clipped(scores).AsPair() : OfLogOdds(scores);
        }

        if (isHuber)
        {
            GraphValue clipped = Clipped(scores), sum = clipped.Sum();
            return x.Graph.Choose(sum > 0, clipped / sum, x.Graph.Number(1.0 / model.Classes.Count));
        }

        return (model.Loss == SgdClassificationLoss.Log ? scores : (-scores).LogOfUnlikely()).Softmax();
    }

    internal static GraphValue Of(LinearSvcModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        bool[] present = Array.ConvertAll(state.Integers("present"), one => one != 0);
        GraphValue powers = (Scores(model, x) * x.Graph.Row(state.Numbers("slopes"))) + x.Graph.Row(state.Numbers("shifts"));
        if (model.DecisionCount > 1)
        {
            double[] absent = Array.ConvertAll(present, one => one ? 0 : double.NegativeInfinity);
            return (powers.LogOfUnlikely() + x.Graph.Row(absent)).Softmax();
        }

        return present[0] && present[1] ? (-powers).Logistic().AsPair() : x.Fill(x.Graph.Row(present[0] ? 1 : 0, present[1] ? 1 : 0), 2);
    }

    internal static GraphValue Scores(LogisticModel model, GraphValue x) => Scores(x, model.Coefficients, model.Intercepts);

    internal static GraphValue Scores(SgdClassificationModel model, GraphValue x) => Scores(x, model.Coefficients, model.Intercepts);

    internal static GraphValue Scores(LinearSvcModel model, GraphValue x) => Scores(x, model.Coefficients, model.Intercepts);

    /// <summary>Lays out the probabilities of two classes, of which the second has the given log-odds.</summary>
    internal static GraphValue OfLogOdds(GraphValue score) => score.Graph.Join((-score).Logistic(), score.Logistic());

    private static GraphValue Scores(GraphValue x, Numerics.Matrix coefficients, ReadOnlySpan<double> intercepts) =>
        x.Times(x.Graph.Table(coefficients.Transpose())) + x.Graph.Row(intercepts);

    private static GraphValue Clipped(GraphValue scores) => (scores.Within(-1, 1) + 1) / 2;
}
