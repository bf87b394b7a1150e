using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Modelyard.Data.Schemas;

/// <summary>Reads YAML to a tree of bounded size, without anchors, aliases and tags.</summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 20;
    private const int MaxNodes = 200_000;

    private readonly IParser _parser;
    private readonly SchemaProblems _problems;
    private readonly string _what;
    private int _nodes;

    private YamlTree(IParser parser, SchemaProblems problems, string what)
    {
        _parser = parser;
        _problems = problems;
        _what = what;
    }

    /// <summary>Reads the one document of a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="what">What the text must be, for messages.</param>
    /// <returns>The root.</returns>
    /// <exception cref="SchemaFormatException">The text is no YAML, or more than is allowed.</exception>
    public static YamlNode Read(string yaml, SchemaProblems problems, string what)
    {
        if (yaml.Length > SchemaFile.MaxLength)
        {
            problems.Add(0, 0, $"The text has more than '{SchemaFile.MaxLength}' characters, which is the most allowed.");
            problems.ThrowIfAny();
        }

        YamlNode? root = null;
        try
        {
            var tree = new YamlTree(new Parser(new Scanner(new StringReader(yaml), skipComments: true)), problems, what);
            root = tree.ReadDocument();
        }
        catch (YamlException exception)
        {
            problems.Add(exception.Start.Line, exception.Start.Column, $"The text is no YAML: {Sentence(exception)}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            problems.Add(0, 0, "The text is no YAML.");
        }

        problems.ThrowIfAny();
        return root!;
    }

    private static string Sentence(YamlException exception)
    {
        string message = exception.InnerException?.Message ?? exception.Message;
        int place = message.LastIndexOf("): ", StringComparison.Ordinal);
        return place >= 0 && message.StartsWith('(') ? message[(place + 3)..] : message;
    }

    private YamlNode? ReadDocument()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            _problems.Add(0, 0, $"The text is empty and must be {_what}.");
            return null;
        }

        Next<DocumentStart>();
        YamlNode? root = ReadNode(0);
        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
        {
            _problems.Add(_parser.Current!.Start.Line, _parser.Current.Start.Column, "The text has a second document and must have one.");
        }

        return root;
    }

    private void Next<TEvent>()
        where TEvent : ParsingEvent
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }

        if (_parser.Current is not TEvent)
        {
            throw new InvalidOperationException();
        }

        _parser.MoveNext();
    }

    private YamlNode ReadNode(int depth)
    {
        ParsingEvent at = _parser.Current!;
        long line = at.Start.Line, column = at.Start.Column;
        if (++_nodes > MaxNodes || depth > MaxDepth)
        {
            Refuse(at, depth > MaxDepth ? $"The text is more than '{MaxDepth}' levels deep, which is the most allowed." : $"The text has more than '{MaxNodes}' parts, which is the most allowed.");
        }

        if (at is AnchorAlias || at is NodeEvent { Anchor.IsEmpty: false })
        {
            Refuse(at, "Anchors and aliases are not allowed; write out what is meant.");
        }

        if (at is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            Refuse(at, $"The tag '{tagged.Tag}' is not allowed; leave it out.");
        }

        switch (at)
        {
            case Scalar scalar:
                _parser.MoveNext();
                return new YamlNode.Scalar(line, column, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
            case SequenceStart:
                List<YamlNode> items = [];
                _parser.MoveNext();
                while (_parser.Current is not SequenceEnd)
                {
                    items.Add(ReadNode(depth + 1));
                }

                _parser.MoveNext();
                return new YamlNode.List(line, column, items);
            default:
                return ReadMap(line, column, depth);
        }
    }

    private YamlNode.Map ReadMap(long line, long column, int depth)
    {
        List<(YamlNode.Scalar, YamlNode)> entries = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        _parser.MoveNext();
        while (_parser.Current is not MappingEnd)
        {
            YamlNode key = ReadNode(depth + 1);
            YamlNode value = ReadNode(depth + 1);
            if (key is not YamlNode.Scalar name)
            {
                _problems.Add(key, $"The key is {key.Name} and must be a text.");
            }
            else if (!names.Add(name.Text))
            {
                _problems.Add(key, $"The key '{name.Text}' occurs twice and must occur once.");
            }
            else
            {
                entries.Add((name, value));
            }
        }

        _parser.MoveNext();
        return new YamlNode.Map(line, column, entries);
    }

    private void Refuse(ParsingEvent at, string message)
    {
        _problems.Add(at.Start.Line, at.Start.Column, message);
        _problems.ThrowIfAny();
    }
}
