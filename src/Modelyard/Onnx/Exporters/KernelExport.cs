using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Numerics;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out similarities to stored rows, and the models that weigh them.</summary>
internal static class KernelExport
{
    internal static GraphValue Of(SvrModel model, GraphValue x) => Sum(StoredState.Of(model), model.Features.Count, x);

    /// <summary>Lays out how far outside the outline a row lies.</summary>
    internal static GraphValue Of(OneClassSvmModel model, GraphValue x) => -Sum(StoredState.Of(model), model.Features.Count, x);

    internal static GraphValue Of(SvcModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] present = state.Integers("present");
        int classes = model.Classes.Count;
        if (present.Length == 1)
        {
            return x.Fill(x.Graph.Row([.. Enumerable.Range(0, classes).Select(k => k == present[0] ? 1.0 : 0)]), classes);
        }

        const double Margin = 1e-7;
        GraphValue powers = (Pairs(state, present, model.Features.Count, x) * x.Graph.Row(state.Numbers("slopes"))) + x.Graph.Row(state.Numbers("shifts"));
        return Coupling.Of((-powers).Logistic().Within(Margin, 1 - Margin), present, classes);
    }

    /// <summary>Lays out the decision between two classes.</summary>
    internal static GraphValue Decision(SvcModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] present = state.Integers("present");
        return present.Length == 1 ? x.Fill(x.Graph.Row(present[0] == 1 ? 1 : -1), 1) : Pairs(state, present, model.Features.Count, x);
    }

    internal static GraphValue Of(NystroemModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        return Similarities(state, model.Features.Count, x).Times(x.Graph.Table(state.Table("inverseRoot").Transpose()));
    }

    internal static GraphValue Of(RandomFourierModel model, GraphValue x)
    {
        // Of the waves, the operators have the sine alone in double precision: the cosine is it, a quarter of a turn later.
        double[] offsets = Array.ConvertAll(model.Offsets.ToArray(), offset => offset + (Math.PI / 2));
        return (x.Times(x.Graph.Table(model.Directions.Transpose())) + x.Graph.Row(offsets)).Sin() * Math.Sqrt(2.0 / offsets.Length);
    }

    private static GraphValue Sum(StoredState state, int features, GraphValue x) => Similarities(state, features, x).Weighted(state.Numbers("dualCoefficients"), state.Number("intercept"));

    /// <summary>Lays out the decision between each pair of classes.</summary>
    private static GraphValue Pairs(StoredState state, int[] present, int features, GraphValue x)
    {
        Matrix coefficients = state.Table("dualCoefficients");
        int[] starts = state.Integers("starts");
        double[] intercepts = state.Numbers("intercepts");
        var weights = new Matrix(starts[^1], intercepts.Length);
        for (int a = 0, pair = 0; a < present.Length; a++)
        {
            for (int b = a + 1; b < present.Length; b++, pair++)
            {
                Fill(weights, pair, coefficients.Row(b - 1), starts[a], starts[a + 1]);
                Fill(weights, pair, coefficients.Row(a), starts[b], starts[b + 1]);
            }
        }

        return Similarities(state, features, x).Times(x.Graph.Table(weights)) + x.Graph.Row(intercepts);
    }

    private static void Fill(Matrix weights, int pair, ReadOnlySpan<double> coefficients, int first, int end)
    {
        for (int vector = first; vector < end; vector++)
        {
            weights[vector, pair] = coefficients[vector];
        }
    }

    private static GraphValue Similarities(StoredState state, int features, GraphValue x)
    {
        if (state.Contains("ownKernel"))
        {
            throw new ModelyardException("The model compares rows by a kernel of your own, which no operator of ONNX computes. Choose one of the named kernels, or serve the model with Modelyard.");
        }

        KernelKind kind = state.Choice<KernelKind>("kernel");
        if (kind == KernelKind.Precomputed)
        {
            return x.Columns(state.Integers("supportColumns"));
        }

        Matrix rows = Rows(state, features);
        double gamma = state.Number("gamma"), offset = state.Number("offset");
        if (kind == KernelKind.Rbf)
        {
            return (SquaredDistances.Of(x, rows) * -gamma).Exp();
        }

        GraphValue products = x.Times(x.Graph.Table(rows.Transpose()));
        return kind switch
        {
            KernelKind.Polynomial => ((products * gamma) + offset).Power(state.Integer("degree")),
            KernelKind.Sigmoid => ((products * gamma) + offset).Tanh(),
            _ => products,
        };
    }

    private static Matrix Rows(StoredState state, int features) => state.Contains("supportStarts")
        ? new SparseMatrix(features, state.Integers("supportStarts"), state.Integers("supportColumns"), state.Numbers("supportValues")).ToDense()
        : state.Table("supportVectors");
}
