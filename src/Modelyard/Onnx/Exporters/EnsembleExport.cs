using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Onnx.Graphs;
using Modelyard.Pipelines;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out models that are made of models.</summary>
internal static class EnsembleExport
{
    internal static GraphValue Of(PipelineClassificationModel model, GraphValue x) => ModelExport.Of(model.Model, Through(model.Steps, x));

    internal static GraphValue Of(PipelineRegressionModel model, GraphValue x) => ModelExport.Of(model.Model, Through(model.Steps, x));

    internal static GraphValue Of(PipelineAnomalyModel model, GraphValue x) => ModelExport.Of(model.Model, Through(model.Steps, x));

    internal static GraphValue Of(VotingClassificationModel model, GraphValue x) => Sum(model.Members, model.Weights.ToArray(), member =>
    {
        GraphValue own = ModelExport.Of(member, x);
        return model.IsHard ? own.MarkGreatest(model.Classes.Count) : own;
    });

    internal static GraphValue Of(VotingRegressionModel model, GraphValue x) => Sum(model.Members, model.Weights.ToArray(), member => ModelExport.Of(member, x));

    internal static GraphValue Of(BaggingClassificationModel model, GraphValue x) => Mean(model.Members, model.FeaturesOf, model.Features.Count, x);

    internal static GraphValue Of(BaggingRegressionModel model, GraphValue x) => Mean(model.Members, model.FeaturesOf, model.Features.Count, x);

    internal static GraphValue Of(StackingClassificationModel model, GraphValue x) => ModelExport.Of(model.Final, Stack(model.Members, model.Passthrough, x));

    internal static GraphValue Of(StackingRegressionModel model, GraphValue x) => ModelExport.Of(model.Final, Stack(model.Members, model.Passthrough, x));

    internal static GraphValue Of(OneVsRestModel model, GraphValue x)
    {
        int[] present = StoredState.Of(model).Integers("present");
        GraphValue own = Seconds(model.Members, x), sum = own.Sum();
        GraphValue shares = x.Graph.Choose(sum > 0, own / sum, x.Graph.Number(1.0 / present.Length));
        return Coupling.Spread(shares, present, model.Classes.Count);
    }

    internal static GraphValue Of(OneVsOneModel model, GraphValue x)
    {
        const double Margin = 1e-7;
        int[] present = StoredState.Of(model).Integers("present");
        return present.Length == 1
            ? Coupling.Spread(x.Fill(x.Graph.Row(1), 1), present, model.Classes.Count)
            : Coupling.Of(Seconds(model.Members, x).Within(Margin, 1 - Margin), present, model.Classes.Count);
    }

    internal static GraphValue Of(OutputCodesModel model, GraphValue x)
    {
        const double Margin = 1e-12;
        var state = StoredState.Of(model);
        int[] present = state.Integers("present");
        byte[] words = state.Bytes("words");
        int bits = model.Members.Count;
        Numerics.Matrix ones = new(bits, present.Length), zeros = new(bits, present.Length);
        for (int word = 0; word < present.Length; word++)
        {
            for (int bit = 0; bit < bits; bit++)
            {
                (words[(word * bits) + bit] == 1 ? ones : zeros)[bit, word] = 1;
            }
        }

        GraphValue own = Seconds(model.Members, x);
        GraphValue logarithms = own.Greatest(Margin).Log().Times(x.Graph.Table(ones)) + (1 - own).Greatest(Margin).Log().Times(x.Graph.Table(zeros));
        return Coupling.Spread(logarithms.Softmax(), present, model.Classes.Count);
    }

    internal static GraphValue Of(MultiTargetModel model, GraphValue x)
    {
        double[] constants = StoredState.Of(model).Numbers("constants");
        var targets = new GraphValue[constants.Length];
        for (int target = 0, member = 0; target < targets.Length; target++)
        {
            targets[target] = double.IsNaN(constants[target]) ? Target(model.Members[member++], x) : x.Fill(x.Graph.Row(constants[target]), 1);
        }

        return x.Graph.Join(targets);
    }

    internal static GraphValue Of(ChainModel model, GraphValue x)
    {
        double[] constants = StoredState.Of(model).Numbers("constants");
        GraphValue[] targets = Array.ConvertAll(constants, constant => x.Fill(x.Graph.Row(constant), 1));
        GraphValue known = x;
        for (int place = 0; place < model.Members.Count; place++)
        {
            GraphValue probability = Target(model.Members[place], known);
            targets[model.Order[place]] = probability;
            known = x.Graph.Join(known, (probability > 0.5).AsNumber());
        }

        return x.Graph.Join(targets);
    }

    /// <summary>Lays out the probabilities; the sets are not in the graph.</summary>
    internal static GraphValue Of(ConformalClassificationModel model, GraphValue x) => ModelExport.Of(model.Model, x);

    /// <summary>Lays out the prediction; the interval is not in the graph.</summary>
    internal static GraphValue Of(ConformalRegressionModel model, GraphValue x) =>
        Sum(model.Members, [.. model.Members.Select(_ => 1.0)], member => ModelExport.Of(member, x)) / model.Members.Count;

    internal static GraphValue Of(SingleTargetModel model, GraphValue x) => ModelExport.Of(model.Model, x).Column(StoredState.Of(model).Integer("target"));

    private static GraphValue Through(IReadOnlyList<ITransformModel> steps, GraphValue x)
    {
        foreach (ITransformModel step in steps)
        {
            x = ModelExport.Of(step, x);
        }

        return x;
    }

    private static GraphValue Sum<T>(IReadOnlyList<T> members, double[] weights, Func<T, GraphValue> predict)
    {
        GraphValue sum = predict(members[0]) * weights[0];
        for (int i = 1; i < weights.Length; i++)
        {
            sum += predict(members[i]) * weights[i];
        }

        return sum;
    }

    private static GraphValue Mean(IReadOnlyList<IPredictiveModel> members, Func<int, IReadOnlyList<int>> featuresOf, int features, GraphValue x)
    {
        double[] weights = new double[members.Count];
        Array.Fill(weights, 1);
        return Sum([.. Enumerable.Range(0, weights.Length)], weights, i =>
        {
            IReadOnlyList<int> own = featuresOf(i);
            return ModelExport.Of(members[i], own.Count == features ? x : x.Columns(own));
        }) / weights.Length;
    }

    /// <summary>Lays out what the final model of a stack reads: of two classes the second says all.</summary>
    private static GraphValue Stack(IReadOnlyList<IPredictiveModel> members, bool passthrough, GraphValue x)
    {
        List<GraphValue> outputs = [.. members.Select(member => member is IClassificationModel { Classes.Count: 2 } ? ModelExport.Of(member, x).Column(1) : ModelExport.Of(member, x))];
        if (passthrough)
        {
            outputs.Add(x);
        }

        return x.Graph.Join(outputs);
    }

    /// <summary>Lays out the probability of the second class by each of several models of two.</summary>
    private static GraphValue Seconds(IReadOnlyList<IClassificationModel> members, GraphValue x) => x.Graph.Join([.. members.Select(member => ModelExport.Of(member, x).Column(1))]);

    private static GraphValue Target(IPredictiveModel member, GraphValue x) => member is IRegressionModel ? ModelExport.Of(member, x) : ModelExport.Of(member, x).Column(1);
}
