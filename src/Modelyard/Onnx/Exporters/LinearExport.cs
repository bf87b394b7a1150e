using Modelyard.Baselines;
using Modelyard.Kernels;
using Modelyard.Linear;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out predictions of a number by weighted sums and by curves.</summary>
internal static class LinearExport
{
    internal static GraphValue Of(BaselineRegressionModel model, GraphValue x) => x.Fill(x.Graph.Row(model.Prediction), 1);

    internal static GraphValue Of(LinearModel model, GraphValue x) => x.Weighted(model.Coefficients, model.Intercept);

    internal static GraphValue Of(HuberModel model, GraphValue x) => x.Weighted(model.Coefficients, model.Intercept);

    internal static GraphValue Of(LinearSvrModel model, GraphValue x) => x.Weighted(model.Coefficients, model.Intercept);

    internal static GraphValue Of(GeneralizedLinearModel model, GraphValue x)
    {
        const double GreatestExponent = 700, Least = 1e-300;
        GraphValue sum = x.Weighted(model.Coefficients, model.Intercept);
        return model.Link switch
        {
            LinkFunction.Identity => sum,
            LinkFunction.Log => sum.Within(-GreatestExponent, GreatestExponent).Exp(),
            LinkFunction.Inverse => 1 / sum.Greatest(Least),
            LinkFunction.Logit => sum.Logistic(),
            LinkFunction.Probit => NormalCurve.Cumulative(sum),
            _ => -(-sum.Least(GreatestExponent).Exp()).ExpMinusOne(),
        };
    }

    internal static GraphValue Of(IsotonicModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] counts = state.Integers("counts");
        return EdgeSearch.Interpolate(x, state.Parts("places", counts), state.Parts("heights", counts)).Sum() + model.Intercept;
    }
}
