using Modelyard.Learning;
using Modelyard.Onnx.Graphs;
using Modelyard.Preparation.Text;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out the weights of the terms of texts, which come as counts: no operator cuts a text into words as the tokenizer does.</summary>
internal static class TextExport
{
    internal static GraphValue Of(TfidfModel model, GraphValue x)
    {
        Graph graph = x.Graph;
        var state = StoredState.Of(model);
        GraphValue zero = graph.Number(0), isAbsent = x.EqualTo(zero);
        GraphValue weighed = state.Flag("sublinear") ? graph.Choose(isAbsent, zero, graph.Choose(isAbsent, graph.Number(1), x).Log() + 1) : x;
        weighed = model.Weights.Length > 0 ? weighed * graph.Row(model.Weights) : weighed;
        TermNorm norm = state.Choice<TermNorm>("norm");
        if (norm == TermNorm.None)
        {
            return weighed;
        }

        // A text without a term stays 0.
        GraphValue length = norm == TermNorm.L1 ? weighed.Abs().Sum() : (weighed * weighed).Sum().Sqrt();
        return weighed / graph.Choose(length > 0, length, graph.Number(1));
    }

    internal static GraphValue Of(TextPreparationModel model, GraphValue x)
    {
        FeatureSchema columns = model.Features.WithoutTerms();
        double[] isText = [.. columns.Select(column => column.Kind == FeatureKind.Text ? 1.0 : 0)];
        GraphValue own = x.Columns(..columns.Count), mark = x.Graph.Row(isText);
        GraphValue lengths = ((own * mark) + 1).Log();
        own = x.Graph.Choose(mark > 0, lengths, own);
        foreach (ITransformModel step in model.Steps)
        {
            own = ModelExport.Of(step, own);
        }

        var terms = new List<GraphValue>();
        int first = columns.Count;
        foreach (TfidfModel weighting in model.Weightings)
        {
            terms.Add(Of(weighting, x.Columns(first..(first + weighting.Features.Count))));
            first += weighting.Features.Count;
        }

        var state = StoredState.Of(model);
        GraphValue all = x.Graph.Join(terms);
        return x.Graph.Join(own, state.Flag("all") ? all : all.Columns(state.Integers("kept")));
    }
}
