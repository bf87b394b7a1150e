using Modelyard.Onnx.Format;

namespace Modelyard.Onnx.Graphs;

/// <summary>Represents a value that a graph computes, so that formulas read as such.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">The name of the value in it.</param>
internal readonly record struct GraphValue(Graph Graph, string Name)
{
    public static GraphValue operator +(GraphValue left, GraphValue right) => left.Graph.Apply("Add", [left, right]);

    public static GraphValue operator -(GraphValue left, GraphValue right) => left.Graph.Apply("Sub", [left, right]);

    public static GraphValue operator *(GraphValue left, GraphValue right) => left.Graph.Apply("Mul", [left, right]);

    public static GraphValue operator /(GraphValue left, GraphValue right) => left.Graph.Apply("Div", [left, right]);

    public static GraphValue operator -(GraphValue value) => value.Unary("Neg");

    public static GraphValue operator +(GraphValue left, double right) => left + left.Graph.Number(right);

    public static GraphValue operator -(GraphValue left, double right) => left - left.Graph.Number(right);

    public static GraphValue operator -(double left, GraphValue right) => right.Graph.Number(left) - right;

    public static GraphValue operator *(GraphValue left, double right) => left * left.Graph.Number(right);

    public static GraphValue operator *(double left, GraphValue right) => right * left;

    public static GraphValue operator /(GraphValue left, double right) => left / left.Graph.Number(right);

    public static GraphValue operator /(double left, GraphValue right) => right.Graph.Number(left) / right;

    public static GraphValue operator <(GraphValue left, GraphValue right) => left.Graph.Apply("Less", [left, right]);

    public static GraphValue operator >(GraphValue left, GraphValue right) => left.Graph.Apply("Greater", [left, right]);

    public static GraphValue operator <=(GraphValue left, GraphValue right) => left.Graph.Apply("LessOrEqual", [left, right]);

    public static GraphValue operator >=(GraphValue left, GraphValue right) => left.Graph.Apply("GreaterOrEqual", [left, right]);

    public static GraphValue operator <(GraphValue left, double right) => left < left.Graph.Number(right);

    public static GraphValue operator >(GraphValue left, double right) => left > left.Graph.Number(right);

    public static GraphValue operator <=(GraphValue left, double right) => left <= left.Graph.Number(right);

    public static GraphValue operator >=(GraphValue left, double right) => left >= left.Graph.Number(right);

    public static GraphValue operator &(GraphValue left, GraphValue right) => left.Graph.Apply("And", [left, right]);

    public static GraphValue operator |(GraphValue left, GraphValue right) => left.Graph.Apply("Or", [left, right]);

    public static GraphValue operator !(GraphValue value) => value.Unary("Not");

    /// <summary>Compares, element by element; not the identity of two values of the graph, which <c>==</c> tells.</summary>
    internal GraphValue EqualTo(GraphValue other) => Graph.Apply("Equal", [this, other]);

    internal GraphValue IsNaN() => Unary("IsNaN");

    internal GraphValue Exp() => Unary("Exp");

    internal GraphValue Log() => Unary("Log");

    internal GraphValue Abs() => Unary("Abs");

    internal GraphValue Sqrt() => Unary("Sqrt");

    internal GraphValue Sin() => Unary("Sin");

    internal GraphValue Tanh() => Unary("Tanh");

    internal GraphValue Power(double power) => Graph.Apply("Pow", [this, Graph.Number(power)]);

    internal GraphValue Least(GraphValue other) => Graph.Apply("Min", [this, other]);

    internal GraphValue Greatest(GraphValue other) => Graph.Apply("Max", [this, other]);

    internal GraphValue Least(double other) => Least(Graph.Number(other));

    internal GraphValue Greatest(double other) => Greatest(Graph.Number(other));

    internal GraphValue Within(double low, double high) => Greatest(low).Least(high);

    /// <summary>Multiplies tables.</summary>
    /// <remarks>Not by <c>MatMul</c>: ONNX Runtime draws a factor beside it into the product, in single precision.</remarks>
    internal GraphValue Times(GraphValue table) => Graph.Apply("Gemm", [this, table]);

    internal GraphValue As(ElementType type) => Graph.Apply("Cast", [this], NodeAttribute.Of("to", (int)type));

    internal GraphValue AsInteger() => As(ElementType.Integer);

    internal GraphValue AsNumber() => As(ElementType.Number);

    /// <summary>Takes columns in any order, or with one repeated.</summary>
    internal GraphValue Columns(params IEnumerable<int> columns) => Gather(Graph.Integers([.. columns.Select(column => (long)column)]), axis: 1);

    /// <summary>Takes columns side by side.</summary>
    internal GraphValue Columns(Range columns)
    {
        (int first, int end) = (columns.Start.Value, columns.End.Value);
        return Graph.Apply("Slice", [this, Graph.Integers([first]), Graph.Integers([end]), Graph.Integers([1])]);
    }

    internal GraphValue Column(int column) => Columns(column..(column + 1));

    /// <summary>Looks up rows, or elements of a list, by their numbers: the shape of the numbers takes the place of the axis.</summary>
    internal GraphValue Gather(GraphValue numbers, int axis = 0) => Graph.Apply("Gather", [this, numbers], NodeAttribute.Of("axis", axis));

    /// <summary>Takes, in each row, the elements of given columns.</summary>
    internal GraphValue GatherInRows(GraphValue columns) => Graph.Apply("GatherElements", [this, columns], NodeAttribute.Of("axis", 1));

    internal GraphValue Sum(int axis = 1, bool keep = true) => Reduce("ReduceSum", axis, keep);

    internal GraphValue Mean(int axis = 1, bool keep = true) => Reduce("ReduceMean", axis, keep);

    internal GraphValue GreatestOf(int axis = 1, bool keep = true) => Reduce("ReduceMax", axis, keep);

    internal GraphValue LeastOf(int axis = 1, bool keep = true) => Reduce("ReduceMin", axis, keep);

    /// <summary>Finds the column of the greatest element of each row; of equals, the first.</summary>
    internal GraphValue PlaceOfGreatest() => Graph.Apply("ArgMax", [this], NodeAttribute.Of("axis", 1), NodeAttribute.Of("keepdims", 1));

    /// <summary>Adds a dimension of size 1.</summary>
    internal GraphValue Unsqueeze(int axis) => Graph.Apply("Unsqueeze", [this, Graph.Integers([axis])]);

    /// <summary>Changes the shape; 0 keeps a dimension and -1 takes what is left.</summary>
    internal GraphValue Reshape(params ReadOnlySpan<long> shape) => Graph.Apply("Reshape", [this, Graph.Integers(shape)]);

    internal GraphValue RunningSum() => Graph.Apply("CumSum", [this, Graph.Integers([1], isScalar: true)]);

    /// <summary>Sorts each row.</summary>
    /// <param name="count">The number of elements that are taken.</param>
    /// <param name="largest">Whether the greatest come first, not the least; of equals, the first one does.</param>
    /// <returns>The elements, and their columns.</returns>
    internal (GraphValue Values, GraphValue Places) Sorted(int count, bool largest)
    {
        GraphValue[] both = Graph.Apply("TopK", 2, [this, Graph.Integers([count])], NodeAttribute.Of("axis", 1), NodeAttribute.Of("largest", largest ? 1 : 0));
        return (both[0], both[1]);
    }

    /// <summary>Repeats one row for each row of this table.</summary>
    internal GraphValue Fill(GraphValue row, int columns)
    {
        GraphValue rows = Graph.Apply("Shape", [this], NodeAttribute.Of("start", 0), NodeAttribute.Of("end", 1));
        GraphValue shape = Graph.Apply("Concat", [rows, Graph.Integers([columns])], NodeAttribute.Of("axis", 0));
        return Graph.Apply("Expand", [row, shape]);
    }

    private GraphValue Unary(string operation) => Graph.Apply(operation, [this]);

    private GraphValue Reduce(string operation, int axis, bool keep) => Graph.Apply(operation, [this, Graph.Integers([axis])], NodeAttribute.Of("keepdims", keep ? 1 : 0));
}
