namespace Modelyard.Charts.Drawing;

/// <summary>Arranges boxes in columns from left to right, so that links go to the right where they can and cross little.</summary>
/// <remarks>
/// Source: Sugiyama, Tagawa and Toda (1981), Methods for Visual Understanding of Hierarchical System Structures, IEEE Transactions on Systems, Man and Cybernetics 11(2):
/// links against the stream are turned for the layout, a box stands one column behind the last of those that lead to it, links over several columns pass
/// through points in each, and the order within a column follows the mean place of the neighbours.
/// </remarks>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12;
    private const double Gap = 22;
    private readonly List<LayoutPlace> _places = [];
    private readonly List<List<LayoutPlace>> _columns = [];

    /// <summary>Arranges boxes.</summary>
    /// <param name="heights">The height of each box.</param>
    /// <param name="links">The links, by the numbers of their boxes; none from a box to itself.</param>
    internal LayeredLayout(IReadOnlyList<double> heights, IReadOnlyList<(int From, int To)> links)
    {
        bool[] turned = Turned(heights.Count, links);
        (int From, int To)[] forward = [.. links.Select((link, i) => turned[i] ? (link.To, link.From) : link)];
        int[] columns = Columns(heights.Count, forward);
        for (int i = 0; i < heights.Count; i++)
        {
            Add(columns[i], heights[i]);
        }

        Routes = [.. forward.Select((link, i) => Route(link.From, link.To, turned[i]))];
        Order();
        Settle();
    }

    /// <summary>Gets the columns, each with its boxes and points of passage from the top down.</summary>
    internal IReadOnlyList<IReadOnlyList<LayoutPlace>> ColumnsOfPlaces => _columns;

    /// <summary>Gets the places of the boxes, in the order in which they were given, and after them those of points of passage.</summary>
    internal IReadOnlyList<LayoutPlace> Places => _places;

    /// <summary>Gets the way of each link, from left to right, and whether it runs from its end to its start.</summary>
    internal IReadOnlyList<(LayoutPlace[] Way, bool IsTurned)> Routes { get; }

    /// <summary>Finds the links that close a circle, by a walk in depth that keeps its own stack.</summary>
    private static bool[] Turned(int boxes, IReadOnlyList<(int From, int To)> links)
    {
        ILookup<int, int> leaving = Enumerable.Range(0, links.Count).ToLookup(i => links[i].From);
        bool[] turned = new bool[links.Count];
        byte[] state = new byte[boxes];
        foreach (int root in Enumerable.Range(0, boxes).OrderBy(box => links.Any(link => link.To == box)))
        {
            if (state[root] != 0)
            {
                continue;
            }

            var stack = new Stack<(int Box, IEnumerator<int> Links)>();
            stack.Push((root, leaving[root].GetEnumerator()));
            state[root] = 1;
            while (stack.TryPeek(out (int Box, IEnumerator<int> Links) top))
            {
                if (!top.Links.MoveNext())
                {
                    state[top.Box] = 2;
                    stack.Pop();
                    continue;
                }

                int next = links[top.Links.Current].To;
                turned[top.Links.Current] = state[next] == 1;
                if (state[next] == 0)
                {
                    state[next] = 1;
                    stack.Push((next, leaving[next].GetEnumerator()));
                }
            }
        }

        return turned;
    }

    private static int[] Columns(int boxes, (int From, int To)[] links)
    {
        int[] columns = new int[boxes], waiting = new int[boxes];
        ILookup<int, int> leaving = links.ToLookup(link => link.From, link => link.To);
        foreach ((_, int to) in links)
        {
            waiting[to]++;
        }

        var ready = new Queue<int>(Enumerable.Range(0, boxes).Where(box => waiting[box] == 0));
        while (ready.TryDequeue(out int box))
        {
            foreach (int to in leaving[box])
            {
                columns[to] = Math.Max(columns[to], columns[box] + 1);
                if (--waiting[to] == 0)
                {
                    ready.Enqueue(to);
                }
            }
        }

        return columns;
    }

    private LayoutPlace Add(int column, double height)
    {
        while (_columns.Count <= column)
        {
            _columns.Add([]);
        }

        var place = new LayoutPlace(column, height) { Rank = _columns[column].Count };
        _columns[column].Add(place);
        _places.Add(place);
        return place;
    }

    private (LayoutPlace[] Way, bool IsTurned) Route(int from, int to, bool isTurned)
    {
        List<LayoutPlace> way = [_places[from]];
        for (int column = _places[from].Column + 1; column < _places[to].Column; column++)
        {
            way.Add(Add(column, 0));
        }

        way.Add(_places[to]);
        for (int i = 1; i < way.Count; i++)
        {
            way[i - 1].Right.Add(way[i]);
            way[i].Left.Add(way[i - 1]);
        }

        return ([.. way], isTurned);
    }

    /// <summary>Orders each column by the mean rank of the neighbours, from the left and from the right in turn.</summary>
    private void Order()
    {
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool rightwards = sweep % 2 == 0;
            foreach (List<LayoutPlace> column in rightwards ? _columns : Enumerable.Reverse(_columns))
            {
                LayoutPlace[] ordered = [.. column.OrderBy(place => Mean(rightwards ? place.Left : place.Right, place.Rank, one => one.Rank))];
                column.Clear();
                column.AddRange(ordered);
                for (int rank = 0; rank < ordered.Length; rank++)
                {
                    ordered[rank].Rank = rank;
                }
            }
        }
    }

    /// <summary>Moves each box towards the middle of its neighbours, as far as its column has room.</summary>
    private void Settle()
    {
        foreach (List<LayoutPlace> column in _columns)
        {
            Push(column);
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (List<LayoutPlace> column in sweep % 2 == 0 ? _columns : Enumerable.Reverse(_columns))
            {
                foreach (LayoutPlace place in column)
                {
                    place.Top = Mean([.. place.Left, .. place.Right], place.Middle, one => one.Middle) - (place.Height / 2);
                }

                Push(column);
            }
        }

        double top = _places.Select(place => place.Top).DefaultIfEmpty(0).Min();
        foreach (LayoutPlace place in _places)
        {
            place.Top -= top;
        }
    }

    /// <summary>Parts the boxes of a column that lie over one another, half upwards and half downwards.</summary>
    private static void Push(List<LayoutPlace> column)
    {
        double wanted = column.Sum(place => place.Middle);
        for (int i = 1; i < column.Count; i++)
        {
            column[i].Top = Math.Max(column[i].Top, column[i - 1].Top + column[i - 1].Height + Gap);
        }

        double shift = (wanted - column.Sum(place => place.Middle)) / Math.Max(1, column.Count);
        foreach (LayoutPlace place in column)
        {
            place.Top += shift;
        }
    }

    private static double Mean(List<LayoutPlace> neighbours, double otherwise, Func<LayoutPlace, double> value) => neighbours.Count == 0 ? otherwise : neighbours.Average(value);
}
