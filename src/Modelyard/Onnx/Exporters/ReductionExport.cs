using Modelyard.Decomposition;
using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out preparation that makes fewer features of many.</summary>
internal static class ReductionExport
{
    internal static GraphValue Of(SelectionModel model, GraphValue x) => x.Columns(model.Columns.ToArray());

    internal static GraphValue Of(TruncatedSvdModel model, GraphValue x) => x.Times(x.Graph.Table(model.Components.Transpose()));
}
