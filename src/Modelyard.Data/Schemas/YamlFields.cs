namespace Modelyard.Data.Schemas;

/// <summary>Represents a mapping with known keys, of which each is taken once.</summary>
internal sealed class YamlFields
{
    private readonly SchemaProblems _problems;
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);

    /// <summary>Initializes the fields of a part.</summary>
    /// <param name="node">The part, which must be a mapping.</param>
    /// <param name="what">What the part is, for messages.</param>
    /// <param name="keys">The keys that are known.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public YamlFields(YamlNode node, string what, string[] keys, SchemaProblems problems)
    {
        _problems = problems;
        Node = node;
        if (node is not YamlNode.Map map)
        {
            problems.Add(node, $"The {what} is {node.Name} and must be a mapping with '{string.Join("', '", keys.Take(3))}' and so on.");
            return;
        }

        foreach ((YamlNode.Scalar key, YamlNode value) in map.Entries)
        {
            if (!keys.Contains(key.Text))
            {
                problems.Add(key, $"The key '{key.Text}' is unknown in a {what}. The nearest is '{Spelling.Nearest(key.Text, keys)}'.");
            }
            else if (value is not YamlNode.Scalar { IsNull: true })
            {
                _values.Add(key.Text, value);
            }
        }
    }

    /// <summary>Gets the part.</summary>
    public YamlNode Node { get; }

    /// <summary>Gets the value of a key, or null if it is not there or holds nothing.</summary>
    public YamlNode? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Reads a text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isRequired">True if it must be there.</param>
    public string? Text(string key, bool isRequired = false)
    {
        switch (this[key])
        {
            case YamlNode.Scalar scalar:
                return scalar.Text;
            case null when isRequired:
                _problems.Add(Node, $"The key '{key}' is not there and must be.");
                return null;
            case null:
                return null;
            case var other:
                _problems.Add(other, $"'{key}' is {other.Name} and must be a text.");
                return null;
        }
    }

    /// <summary>Reads true or false.</summary>
    public bool Flag(string key, bool otherwise)
    {
        switch (this[key])
        {
            case null:
                return otherwise;
            case YamlNode.Scalar { IsQuoted: false, Text: "true" or "True" or "TRUE" }:
                return true;
            case YamlNode.Scalar { IsQuoted: false, Text: "false" or "False" or "FALSE" }:
                return false;
            case var other:
                _problems.Add(other, $"'{key}' is {other.Name} and must be 'true' or 'false'.");
                return otherwise;
        }
    }

    /// <summary>Reads a whole number of at least zero.</summary>
    public long? Count(string key, long most)
    {
        if (this[key] is not { } node)
        {
            return null;
        }

        if (node is YamlNode.Scalar { IsQuoted: false } scalar && YamlValue.TryInteger(scalar.Text, out long count) && count >= 0 && count <= most)
        {
            return count;
        }

        _problems.Add(node, FormattableString.Invariant($"'{key}' is {node.Name} and must be a whole number from 0 to '{most}'."));
        return null;
    }

    /// <summary>Reads one of some names.</summary>
    /// <param name="key">The key.</param>
    /// <param name="names">The values by their names.</param>
    /// <param name="otherwise">The value if the key is not there.</param>
    public T Choice<T>(string key, IReadOnlyList<(string Name, T Value)> names, T otherwise)
    {
        if (this[key] is not { } node)
        {
            return otherwise;
        }

        foreach ((string name, T value) in names)
        {
            if (node is YamlNode.Scalar scalar && scalar.Text == name)
            {
                return value;
            }
        }

        string nearest = node is YamlNode.Scalar text ? $" The nearest is '{Spelling.Nearest(text.Text, names.Select(one => one.Name))}'." : string.Empty;
        _problems.Add(node, $"'{key}' is {node.Name} and must be one of '{string.Join("', '", names.Select(one => one.Name))}'.{nearest}");
        return otherwise;
    }

    /// <summary>Reads a list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string key, bool isRequired = false)
    {
        if (this[key] is not { } node)
        {
            if (isRequired)
            {
                _problems.Add(Node, $"The key '{key}' is not there and must be.");
            }

            return [];
        }

        if (node is YamlNode.Scalar single)
        {
            return [single.Text];
        }

        List<string> texts = [];
        foreach (YamlNode item in Items(key))
        {
            if (item is YamlNode.Scalar { IsNull: false } scalar)
            {
                texts.Add(scalar.Text);
            }
            else
            {
                _problems.Add(item, $"An item of '{key}' is {item.Name} and must be a text.");
            }
        }

        return texts;
    }

    /// <summary>Gets the items of a list.</summary>
    public IReadOnlyList<YamlNode> Items(string key)
    {
        switch (this[key])
        {
            case null:
                return [];
            case YamlNode.List list:
                return list.Items;
            case var other:
                _problems.Add(other, $"'{key}' is {other.Name} and must be a list.");
                return [];
        }
    }
}
