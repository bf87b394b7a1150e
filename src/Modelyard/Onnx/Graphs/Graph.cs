using Modelyard.Numerics;
using Modelyard.Onnx.Format;

namespace Modelyard.Onnx.Graphs;

/// <summary>Represents a computation while it is laid out: inputs, operators applied to values, and outputs. The message <c>GraphProto</c> in the end.</summary>
/// <remarks>
/// Values are tables of double precision, rows x columns, unless something else is said; the number of rows is open.
/// The same calls give the same bytes: values are numbered in the order of their making.
/// </remarks>
internal sealed class Graph
{
    private const string RowDimension = "N";
    private const int NodeField = 1, NameField = 2, InitializerField = 5, InputField = 11, OutputField = 12;

    private readonly Graph _root;
    private readonly int _depth;
    private readonly List<MessageBuffer> _nodes = [];
    private readonly List<MessageBuffer> _inputs = [];
    private readonly List<MessageBuffer> _outputs = [];
    private readonly List<MessageBuffer> _constants = [];
    private readonly Dictionary<long, string> _numbers = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>Initializes an empty graph.</summary>
    /// <param name="inputs">The names of the inputs to come, which no other value may have.</param>
    internal Graph(IEnumerable<string> inputs)
    {
        _root = this;
        _taken.UnionWith(inputs);
    }

    /// <summary>Initializes the body of an operator, which may use what the graph around it has.</summary>
    private Graph(Graph around) => (_root, _depth) = (around._root, around._depth + 1);

    /// <summary>Gets a value indicating whether operators of machine learning other than trees are used.</summary>
    internal bool UsesLearning { get; private set; }

    /// <summary>Gets a value indicating whether trees are used.</summary>
    internal bool UsesTrees { get; private set; }

    /// <summary>Adds an input.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="columns">The number of columns.</param>
    internal GraphValue Input(string name, ElementType type, int columns)
    {
        _inputs.Add(Describe(name, type, columns));
        return new GraphValue(this, name);
    }

    /// <summary>Adds an output.</summary>
    /// <param name="name">The name; it gets a number if an input has it.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="value">What it gives.</param>
    /// <returns>The name that it got.</returns>
    internal string Output(string name, ElementType type, int columns, GraphValue value)
    {
        string own = name;
        for (int number = 2; !_taken.Add(own); number++)
        {
            own = $"{name} ({number})";
        }

        AddNode("Identity", "", [value], [own], []);
        _outputs.Add(Describe(own, type, columns));
        return own;
    }

    /// <summary>Applies an operator that gives one value.</summary>
    internal GraphValue Apply(string operation, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<MessageBuffer> attributes) => Apply(operation, 1, inputs, attributes)[0];

    /// <summary>Applies an operator.</summary>
    internal GraphValue[] Apply(string operation, int outputs, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<MessageBuffer> attributes)
    {
        bool isTrees = operation == "TreeEnsemble", isLearning = isTrees || operation == "LabelEncoder";
        _root.UsesTrees |= isTrees;
        _root.UsesLearning |= isLearning;
        string[] names = new string[outputs];
        for (int i = 0; i < outputs; i++)
        {
            names[i] = NewName();
        }

        // What needs a value of a body belongs into the body.
        Graph place = this;
        foreach (GraphValue input in inputs)
        {
            place = input.Graph._depth > place._depth ? input.Graph : place;
        }

        place.AddNode(operation, isLearning ? "ai.onnx.ml" : "", inputs, names, attributes);
        return Array.ConvertAll(names, name => new GraphValue(place, name));
    }

    /// <summary>Repeats a body as long as it asks for it.</summary>
    /// <param name="most">The greatest number of rounds.</param>
    /// <param name="start">The value before the first round.</param>
    /// <param name="columns">The number of its columns.</param>
    /// <param name="body">Makes, from the value before a round, that after it and the truth value whether to go on.</param>
    internal GraphValue Repeat(int most, GraphValue start, int columns, Func<GraphValue, (GraphValue GoOn, GraphValue Next)> body)
    {
        var inner = new Graph(this);
        inner._inputs.Add(Describe(NewName(), ElementType.Integer, null));
        inner._inputs.Add(Describe(NewName(), ElementType.Boolean, null));
        string carried = NewName();
        inner._inputs.Add(Describe(carried, ElementType.Number, columns));
        (GraphValue goOn, GraphValue next) = body(new GraphValue(inner, carried));
        inner._outputs.Add(Describe(goOn.Name, ElementType.Boolean, null));
        inner._outputs.Add(Describe(next.Name, ElementType.Number, columns));
        GraphValue yes = Number(1).As(ElementType.Boolean);
        return Apply("Loop", [Integers([most], isScalar: true), yes, start], NodeAttribute.OfGraph("body", inner.ToMessage("body")));
    }

    /// <summary>Makes a single number.</summary>
    internal GraphValue Number(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        if (!_root._numbers.TryGetValue(bits, out string? name))
        {
            name = NewName();
            _root._constants.Add(Tensor.Of(name, [value]));
            _root._numbers.Add(bits, name);
        }

        return new GraphValue(this, name);
    }

    /// <summary>Makes one row of numbers.</summary>
    internal GraphValue Row(params ReadOnlySpan<double> values) => Constant(Tensor.Of(NewName(out string name), values, 1, values.Length), name);

    /// <summary>Makes numbers of any shape.</summary>
    internal GraphValue Numbers(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) => Constant(Tensor.Of(NewName(out string name), values, shape), name);

    /// <summary>Makes a table of numbers.</summary>
    internal GraphValue Table(Matrix matrix) => Numbers((matrix.IsContiguous ? matrix : matrix.Copy()).AsSpan(), matrix.Rows, matrix.Columns);

    /// <summary>Makes a list of integers, or a single one.</summary>
    internal GraphValue Integers(ReadOnlySpan<long> values, bool isScalar = false) =>
        Constant(isScalar ? Tensor.Of(NewName(out string name), values) : Tensor.Of(NewName(out name), values, values.Length), name);

    /// <summary>Makes a list of texts.</summary>
    internal GraphValue Texts(IReadOnlyList<string> values) => Constant(Tensor.Of(NewName(out string name), values), name);

    /// <summary>Puts tables side by side.</summary>
    internal GraphValue Join(params IReadOnlyList<GraphValue> tables) =>
        tables.Count == 1 ? tables[0] : Apply("Concat", [.. tables], NodeAttribute.Of("axis", 1));

    /// <summary>Takes one value where a condition holds and another where it does not.</summary>
    internal GraphValue Choose(GraphValue condition, GraphValue yes, GraphValue no) => Apply("Where", [condition, yes, no]);

    internal MessageBuffer ToMessage(string name)
    {
        var graph = new MessageBuffer();
        WriteAll(graph, NodeField, _nodes);
        graph.Write(NameField, name);
        WriteAll(graph, InitializerField, _constants);
        WriteAll(graph, InputField, _inputs);
        WriteAll(graph, OutputField, _outputs);
        return graph;
    }

    private static void WriteAll(MessageBuffer graph, int field, List<MessageBuffer> parts)
    {
        foreach (MessageBuffer part in parts)
        {
            graph.Write(field, part);
        }
    }

    /// <summary>Describes a table of so many columns; without a number, a single element.</summary>
    private static MessageBuffer Describe(string name, ElementType type, int? columns)
    {
        const int Name = 1, Type = 2, TensorType = 1, Elements = 1, Shape = 2, Dimension = 1, Size = 1, Symbol = 2;
        var shape = new MessageBuffer();
        if (columns is { } width)
        {
            shape.Write(Dimension, new MessageBuffer().Write(Symbol, RowDimension)).Write(Dimension, new MessageBuffer().Write(Size, width));
        }

        MessageBuffer tensor = new MessageBuffer().Write(Elements, (int)type).Write(Shape, shape);
        return new MessageBuffer().Write(Name, name).Write(Type, new MessageBuffer().Write(TensorType, tensor));
    }

    private void AddNode(string operation, string domain, ReadOnlySpan<GraphValue> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<MessageBuffer> attributes)
    {
        const int Input = 1, Output = 2, Name = 3, Operation = 4, Attribute = 5, Domain = 7;
        var node = new MessageBuffer();
        foreach (GraphValue input in inputs)
        {
            node.Write(Input, input.Name);
        }

        foreach (string output in outputs)
        {
            node.Write(Output, output);
        }

        // Some runtimes name what they make of nodes after them, and stumble over two without a name.
        node.Write(Name, $"{operation} {outputs[0]}").Write(Operation, operation);
        foreach (MessageBuffer attribute in attributes)
        {
            node.Write(Attribute, attribute);
        }

        if (domain.Length > 0)
        {
            node.Write(Domain, domain);
        }

        _nodes.Add(node);
    }

    private GraphValue Constant(MessageBuffer tensor, string name)
    {
        _root._constants.Add(tensor);
        return new GraphValue(this, name);
    }

    private string NewName(out string name) => name = NewName();

    private string NewName()
    {
        string name;
        do
        {
            name = $"v{_root._made++}";
        }
        while (!_root._taken.Add(name));
        return name;
    }
}
