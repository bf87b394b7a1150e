namespace Modelyard.Server.Studio;

/// <summary>Keeps the values that were asked for last, a bounded number of them.</summary>
internal sealed class Shelf<T>(int most)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, Lazy<T> Value)>> _places = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, Lazy<T> Value)> _order = [];

    /// <summary>Gets a value, and makes it where it is not kept. Of several who ask at once one makes it; a fault is not kept.</summary>
    public T Get(string key, Func<T> make)
    {
        Lazy<T> value;
        lock (_gate)
        {
            if (_places.TryGetValue(key, out LinkedListNode<(string Key, Lazy<T> Value)>? place))
            {
                _order.Remove(place);
            }
            else
            {
                place = new LinkedListNode<(string Key, Lazy<T> Value)>((key, new Lazy<T>(make)));
                _places.Add(key, place);
            }

            _order.AddFirst(place);
            value = place.Value.Value;
            if (_places.Count > most)
            {
                _places.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }
        }

        try
        {
            return value.Value;
        }
        catch
        {
            lock (_gate)
            {
                if (_places.Remove(key, out LinkedListNode<(string Key, Lazy<T> Value)>? failed))
                {
                    _order.Remove(failed);
                }
            }

            throw;
        }
    }
}
